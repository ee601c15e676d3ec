// Original file: proto/mr.proto


export interface HistoryBatchInput {
  'factsJson'?: (Buffer | Uint8Array | string)[];
}

export interface HistoryBatch {
  'factsJson': (Buffer)[];
}
