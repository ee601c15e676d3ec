/**
 * gRPC and the proto, loaded once a process and only when first needed: a command that never talks to anybody
 * must not pay for them.
 *
 * Owns: the one cast from what is loaded to the generated types.
 *
 * L1. The proto was parsed when the types were generated, and only services are made of it: what a loader of proto files
 *     adds, a parser and descriptors of every message, would double the time.
 */

import type * as Grpc from "@grpc/grpc-js";
import type * as Protobuf from "protobufjs/light.js";
import { LOAD_OPTIONS } from "./load-options.js";
import type { ProtoGrpcType } from "./wire.js";

export interface Wire {
  readonly grpc: typeof Grpc;
  readonly services: ProtoGrpcType["mr"]["v1"];
}

const PACKAGE = "mr.v1";

let loaded: Promise<Wire> | undefined;

export function loadWire(): Promise<Wire> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Wire> {
  const [grpc, protobuf, { PROTO }] = await Promise.all([
    import("@grpc/grpc-js").then(exportsOf),
    import("protobufjs/light.js").then(exportsOf),
    import("./generated/proto.js"),
  ]);
  // Everything worth knowing reaches our callers as an error; gRPC's own lines on stderr would only repeat it.
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  const root = protobuf.Root.fromJSON(PROTO).resolveAll();
  const definitions: { [name: string]: Grpc.ServiceDefinition } = {};
  const own = root.lookup(PACKAGE);
  for (const found of own instanceof protobuf.Namespace ? own.nestedArray : []) {
    if (found instanceof protobuf.Service) {
      definitions[`${PACKAGE}.${found.name}`] = serviceDefinition(found);
    }
  }
  const { mr } = grpc.loadPackageDefinition(definitions) as unknown as ProtoGrpcType;
  return { grpc, services: mr.v1 };
}

function serviceDefinition(service: Protobuf.Service): Grpc.ServiceDefinition {
  const definition: { [name: string]: Grpc.MethodDefinition<object, object> } = {};
  for (const method of service.methodsArray) {
    const request = codecOf(method.resolvedRequestType);
    const response = codecOf(method.resolvedResponseType);
    definition[method.name] = {
      path: `/${PACKAGE}.${service.name}/${method.name}`,
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      requestSerialize: request.serialize,
      requestDeserialize: request.deserialize,
      responseSerialize: response.serialize,
      responseDeserialize: response.deserialize,
      originalName: method.name.slice(0, 1).toLowerCase() + method.name.slice(1),
    };
  }
  return definition;
}

interface MessageCodec {
  readonly serialize: (value: object) => Buffer;
  readonly deserialize: (bytes: Buffer) => object;
}

function codecOf(type: Protobuf.Type | null): MessageCodec {
  if (type === null) throw new TypeError("the proto names a message that it does not have");
  return {
    // In Node the writer's bytes are a Buffer.
    serialize: (value) => type.encode(type.fromObject(value)).finish() as Buffer,
    deserialize: (bytes) => type.toObject(type.decode(bytes), LOAD_OPTIONS),
  };
}

/** Both packages are CommonJS: bundled, a dynamic import of one has a default export and nothing else. */
function exportsOf<T extends object>(module: T): T {
  return "default" in module ? (module.default as T) : module;
}
