// Original file: proto/mr.proto


export interface RedialWindowInput {
  'windowMs'?: (number);
}

export interface RedialWindow {
  'windowMs': (number);
}
