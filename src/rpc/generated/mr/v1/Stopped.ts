// Original file: proto/mr.proto


export interface StoppedInput {
}

export interface Stopped {
}
