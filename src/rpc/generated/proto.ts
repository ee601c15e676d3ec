// Original file: proto/mr.proto

export const PROTO: object = {
 "nested": {
  "mr": {
   "nested": {
    "v1": {
     "nested": {
      "Workers": {
       "methods": {
        "Session": {
         "requestType": "WorkerEnvelope",
         "requestStream": true,
         "responseType": "MasterEnvelope",
         "responseStream": true
        },
        "GetBundle": {
         "requestType": "GetBundleRequest",
         "responseType": "BundleChunk",
         "responseStream": true
        }
       }
      },
      "Clients": {
       "methods": {
        "Info": {
         "requestType": "InfoRequest",
         "responseType": "InfoReply"
        },
        "Submit": {
         "requestType": "SubmitRequest",
         "responseType": "SubmitReply"
        },
        "Job": {
         "requestType": "JobRequest",
         "responseType": "JobReply"
        },
        "Jobs": {
         "requestType": "JobsRequest",
         "responseType": "JobsReply"
        },
        "Workers": {
         "requestType": "WorkersRequest",
         "responseType": "WorkersReply"
        },
        "Cancel": {
         "requestType": "CancelRequest",
         "responseType": "CancelReply"
        },
        "Drain": {
         "requestType": "DrainRequest",
         "responseType": "DrainReply"
        },
        "History": {
         "requestType": "JobRequest",
         "responseType": "HistoryBatch",
         "responseStream": true
        },
        "Watch": {
         "requestType": "JobRequest",
         "responseType": "JobReply",
         "responseStream": true
        },
        "Logs": {
         "requestType": "LogsRequest",
         "responseType": "LogBatch",
         "responseStream": true
        },
        "PutBundle": {
         "requestType": "BundleChunk",
         "requestStream": true,
         "responseType": "PutBundleReply"
        }
       }
      },
      "AttemptRef": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "stage": {
         "type": "string",
         "id": 2
        },
        "index": {
         "type": "uint32",
         "id": 3
        },
        "attempt": {
         "type": "uint32",
         "id": 4
        }
       }
      },
      "ErrorRecord": {
       "oneofs": {
        "_hint": {
         "oneof": [
          "hint"
         ]
        },
        "_stack": {
         "oneof": [
          "stack"
         ]
        }
       },
       "fields": {
        "code": {
         "type": "string",
         "id": 1
        },
        "message": {
         "type": "string",
         "id": 2
        },
        "hint": {
         "type": "string",
         "id": 3,
         "options": {
          "proto3_optional": true
         }
        },
        "stack": {
         "type": "string",
         "id": 4,
         "options": {
          "proto3_optional": true
         }
        }
       }
      },
      "RecordDigest": {
       "fields": {
        "records": {
         "type": "uint64",
         "id": 1
        },
        "sum": {
         "type": "string",
         "id": 2
        }
       }
      },
      "WorkerEnvelope": {
       "fields": {
        "messages": {
         "rule": "repeated",
         "type": "WorkerMessage",
         "id": 1
        }
       }
      },
      "WorkerMessage": {
       "oneofs": {
        "kind": {
         "oneof": [
          "hello",
          "heartbeat",
          "succeeded",
          "ended",
          "log",
          "draining",
          "goodbye"
         ]
        }
       },
       "fields": {
        "hello": {
         "type": "Hello",
         "id": 1
        },
        "heartbeat": {
         "type": "Heartbeat",
         "id": 2
        },
        "succeeded": {
         "type": "Succeeded",
         "id": 3
        },
        "ended": {
         "type": "Ended",
         "id": 4
        },
        "log": {
         "type": "LogLines",
         "id": 5
        },
        "draining": {
         "type": "Draining",
         "id": 6
        },
        "goodbye": {
         "type": "Goodbye",
         "id": 7
        }
       }
      },
      "Hello": {
       "fields": {
        "worker": {
         "type": "string",
         "id": 1
        },
        "incarnation": {
         "type": "string",
         "id": 2
        },
        "slots": {
         "type": "uint32",
         "id": 3
        },
        "hostId": {
         "type": "string",
         "id": 4
        },
        "dataAddress": {
         "type": "string",
         "id": 5
        },
        "processId": {
         "type": "uint32",
         "id": 6
        },
        "version": {
         "type": "string",
         "id": 7
        },
        "protocol": {
         "type": "uint32",
         "id": 8
        },
        "running": {
         "rule": "repeated",
         "type": "AttemptRef",
         "id": 9
        },
        "kept": {
         "rule": "repeated",
         "type": "KeptOutput",
         "id": 10
        },
        "shortOf": {
         "type": "string",
         "id": 11
        }
       }
      },
      "KeptOutput": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "path": {
         "type": "string",
         "id": 2
        },
        "sizeBytes": {
         "type": "uint64",
         "id": 3
        },
        "records": {
         "type": "uint64",
         "id": 4
        }
       }
      },
      "Heartbeat": {
       "fields": {
        "progress": {
         "rule": "repeated",
         "type": "AttemptProgress",
         "id": 1
        },
        "peakMemoryBytes": {
         "type": "uint64",
         "id": 2
        },
        "shortOf": {
         "type": "string",
         "id": 3
        }
       }
      },
      "AttemptProgress": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "bytes": {
         "type": "uint64",
         "id": 2
        },
        "records": {
         "type": "uint64",
         "id": 3
        }
       }
      },
      "Succeeded": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "report": {
         "type": "TaskReport",
         "id": 2
        }
       }
      },
      "TaskReport": {
       "oneofs": {
        "output": {
         "oneof": [
          "segments",
          "part",
          "result"
         ]
        }
       },
       "fields": {
        "segments": {
         "type": "Segments",
         "id": 1
        },
        "part": {
         "type": "Parts",
         "id": 2
        },
        "result": {
         "type": "Result",
         "id": 3
        },
        "counters": {
         "rule": "repeated",
         "type": "Counter",
         "id": 4
        },
        "totals": {
         "rule": "repeated",
         "type": "Total",
         "id": 5
        },
        "inputRecords": {
         "type": "uint64",
         "id": 6
        },
        "inputBytes": {
         "type": "uint64",
         "id": 7
        },
        "shuffleDigest": {
         "type": "RecordDigest",
         "id": 8
        },
        "skipped": {
         "rule": "repeated",
         "type": "SkippedRecord",
         "id": 9
        },
        "spills": {
         "type": "uint64",
         "id": 10
        },
        "peakMemoryBytes": {
         "type": "uint64",
         "id": 11
        },
        "cpuMs": {
         "type": "double",
         "id": 12
        },
        "skippedFiles": {
         "rule": "repeated",
         "type": "PartFile",
         "id": 13
        }
       }
      },
      "Segments": {
       "fields": {
        "path": {
         "type": "string",
         "id": 1
        },
        "sizeBytes": {
         "type": "uint64",
         "id": 2
        },
        "digest": {
         "type": "RecordDigest",
         "id": 3
        }
       }
      },
      "Parts": {
       "fields": {
        "files": {
         "rule": "repeated",
         "type": "PartFile",
         "id": 1
        }
       }
      },
      "PartFile": {
       "fields": {
        "stagedPath": {
         "type": "string",
         "id": 1
        },
        "name": {
         "type": "string",
         "id": 2
        },
        "records": {
         "type": "uint64",
         "id": 3
        },
        "sizeBytes": {
         "type": "uint64",
         "id": 4
        },
        "checksum": {
         "type": "string",
         "id": 5
        }
       }
      },
      "Result": {
       "fields": {
        "bytes": {
         "type": "string",
         "id": 1
        }
       }
      },
      "Counter": {
       "fields": {
        "name": {
         "type": "string",
         "id": 1
        },
        "value": {
         "type": "int64",
         "id": 2
        }
       }
      },
      "Total": {
       "fields": {
        "name": {
         "type": "string",
         "id": 1
        },
        "value": {
         "type": "double",
         "id": 2
        }
       }
      },
      "SkippedRecord": {
       "fields": {
        "file": {
         "type": "string",
         "id": 1
        },
        "offset": {
         "type": "uint64",
         "id": 2
        },
        "reason": {
         "type": "string",
         "id": 3
        }
       }
      },
      "Ended": {
       "oneofs": {
        "failure": {
         "oneof": [
          "failed",
          "lost",
          "fetchFailed",
          "stopped"
         ]
        }
       },
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "failed": {
         "type": "Failed",
         "id": 2
        },
        "lost": {
         "type": "Lost",
         "id": 3
        },
        "fetchFailed": {
         "type": "FetchFailed",
         "id": 4
        },
        "stopped": {
         "type": "Stopped",
         "id": 5
        }
       }
      },
      "Failed": {
       "oneofs": {
        "_where": {
         "oneof": [
          "where"
         ]
        }
       },
       "fields": {
        "error": {
         "type": "ErrorRecord",
         "id": 1
        },
        "where": {
         "type": "string",
         "id": 2,
         "options": {
          "proto3_optional": true
         }
        }
       }
      },
      "Lost": {
       "fields": {
        "error": {
         "type": "ErrorRecord",
         "id": 1
        }
       }
      },
      "FetchFailed": {
       "fields": {
        "error": {
         "type": "ErrorRecord",
         "id": 1
        },
        "stage": {
         "type": "string",
         "id": 2
        },
        "sources": {
         "rule": "repeated",
         "type": "OutputRef",
         "id": 3
        }
       }
      },
      "OutputRef": {
       "fields": {
        "index": {
         "type": "uint32",
         "id": 1
        },
        "attempt": {
         "type": "uint32",
         "id": 2
        }
       }
      },
      "Stopped": {
       "fields": {}
      },
      "LogLines": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "lines": {
         "rule": "repeated",
         "type": "string",
         "id": 2
        }
       }
      },
      "Draining": {
       "fields": {}
      },
      "Goodbye": {
       "fields": {
        "reason": {
         "type": "string",
         "id": 1
        }
       }
      },
      "MasterEnvelope": {
       "fields": {
        "messages": {
         "rule": "repeated",
         "type": "MasterMessage",
         "id": 1
        }
       }
      },
      "MasterMessage": {
       "oneofs": {
        "kind": {
         "oneof": [
          "welcome",
          "rejected",
          "job",
          "stage",
          "assign",
          "stop",
          "sources",
          "discard",
          "drain",
          "redialWindow",
          "trim"
         ]
        }
       },
       "fields": {
        "welcome": {
         "type": "Welcome",
         "id": 1
        },
        "rejected": {
         "type": "Rejected",
         "id": 2
        },
        "job": {
         "type": "JobSpec",
         "id": 3
        },
        "stage": {
         "type": "Stage",
         "id": 4
        },
        "assign": {
         "type": "Assign",
         "id": 5
        },
        "stop": {
         "type": "Stop",
         "id": 6
        },
        "sources": {
         "type": "Sources",
         "id": 7
        },
        "discard": {
         "type": "Discard",
         "id": 8
        },
        "drain": {
         "type": "Drain",
         "id": 9
        },
        "redialWindow": {
         "type": "RedialWindow",
         "id": 10
        },
        "trim": {
         "type": "Trim",
         "id": 11
        }
       }
      },
      "Welcome": {
       "fields": {
        "epoch": {
         "type": "uint64",
         "id": 1
        },
        "version": {
         "type": "string",
         "id": 2
        },
        "heartbeatIntervalMs": {
         "type": "uint32",
         "id": 3
        },
        "dataToken": {
         "type": "string",
         "id": 4
        }
       }
      },
      "Rejected": {
       "fields": {
        "error": {
         "type": "ErrorRecord",
         "id": 1
        }
       }
      },
      "JobSpec": {
       "fields": {
        "specJson": {
         "type": "bytes",
         "id": 1
        }
       }
      },
      "Stage": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "stageJson": {
         "type": "bytes",
         "id": 2
        },
        "upstreamJson": {
         "type": "bytes",
         "id": 3
        }
       }
      },
      "Assign": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "payloadJson": {
         "type": "bytes",
         "id": 2
        }
       }
      },
      "Stop": {
       "fields": {
        "attempt": {
         "type": "AttemptRef",
         "id": 1
        },
        "reason": {
         "type": "string",
         "id": 2
        }
       }
      },
      "Sources": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "stage": {
         "type": "string",
         "id": 2
        },
        "tasks": {
         "type": "uint32",
         "id": 3
        },
        "outputs": {
         "rule": "repeated",
         "type": "SourceLocation",
         "id": 4
        }
       }
      },
      "SourceLocation": {
       "fields": {
        "index": {
         "type": "uint32",
         "id": 1
        },
        "attempt": {
         "type": "uint32",
         "id": 2
        },
        "worker": {
         "type": "string",
         "id": 3
        },
        "incarnation": {
         "type": "string",
         "id": 4
        },
        "hostId": {
         "type": "string",
         "id": 5
        },
        "dataAddress": {
         "type": "string",
         "id": 6
        },
        "path": {
         "type": "string",
         "id": 7
        },
        "sizeBytes": {
         "type": "uint64",
         "id": 8
        }
       }
      },
      "Trim": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "stage": {
         "type": "string",
         "id": 2
        },
        "from": {
         "type": "uint32",
         "id": 3
        }
       }
      },
      "Discard": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        }
       }
      },
      "Drain": {
       "fields": {}
      },
      "RedialWindow": {
       "fields": {
        "windowMs": {
         "type": "uint32",
         "id": 1
        }
       }
      },
      "InfoRequest": {
       "fields": {}
      },
      "InfoReply": {
       "fields": {
        "version": {
         "type": "string",
         "id": 1
        },
        "protocol": {
         "type": "uint32",
         "id": 2
        },
        "epoch": {
         "type": "uint64",
         "id": 3
        },
        "workers": {
         "type": "uint32",
         "id": 4
        },
        "slots": {
         "type": "uint32",
         "id": 5
        },
        "jobsRunning": {
         "type": "uint32",
         "id": 6
        },
        "startedAt": {
         "type": "double",
         "id": 7
        }
       }
      },
      "SubmitRequest": {
       "fields": {
        "specJson": {
         "type": "bytes",
         "id": 1
        }
       }
      },
      "SubmitReply": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        }
       }
      },
      "JobRequest": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        }
       }
      },
      "JobReply": {
       "fields": {
        "viewJson": {
         "type": "bytes",
         "id": 1
        }
       }
      },
      "JobsRequest": {
       "fields": {}
      },
      "JobsReply": {
       "fields": {
        "viewsJson": {
         "rule": "repeated",
         "type": "bytes",
         "id": 1
        }
       }
      },
      "WorkersRequest": {
       "fields": {}
      },
      "WorkersReply": {
       "fields": {
        "viewsJson": {
         "rule": "repeated",
         "type": "bytes",
         "id": 1
        }
       }
      },
      "CancelRequest": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "reason": {
         "type": "string",
         "id": 2
        }
       }
      },
      "CancelReply": {
       "fields": {}
      },
      "DrainRequest": {
       "fields": {
        "worker": {
         "type": "string",
         "id": 1
        }
       }
      },
      "DrainReply": {
       "fields": {}
      },
      "HistoryBatch": {
       "fields": {
        "factsJson": {
         "rule": "repeated",
         "type": "bytes",
         "id": 1
        }
       }
      },
      "LogsRequest": {
       "fields": {
        "job": {
         "type": "string",
         "id": 1
        },
        "follow": {
         "type": "bool",
         "id": 2
        }
       }
      },
      "LogBatch": {
       "fields": {
        "lines": {
         "rule": "repeated",
         "type": "LogLine",
         "id": 1
        }
       }
      },
      "LogLine": {
       "fields": {
        "at": {
         "type": "double",
         "id": 1
        },
        "task": {
         "type": "string",
         "id": 2
        },
        "attempt": {
         "type": "uint32",
         "id": 3
        },
        "worker": {
         "type": "string",
         "id": 4
        },
        "text": {
         "type": "string",
         "id": 5
        }
       }
      },
      "GetBundleRequest": {
       "fields": {
        "sha256": {
         "type": "string",
         "id": 1
        }
       }
      },
      "BundleChunk": {
       "fields": {
        "sha256": {
         "type": "string",
         "id": 1
        },
        "data": {
         "type": "bytes",
         "id": 2
        }
       }
      },
      "PutBundleReply": {
       "fields": {}
      }
     }
    }
   }
  }
 }
};
