// Original file: proto/mr.proto


export interface GetBundleRequestInput {
  'sha256'?: (string);
}

export interface GetBundleRequest {
  'sha256': (string);
}
