// Original file: proto/mr.proto


export interface DrainInput {
}

export interface Drain {
}
