// Original file: proto/mr.proto


export interface DrainingInput {
}

export interface Draining {
}
