/**
 * gRPC and the proto, loaded once a process and only when first needed: a command that never talks to anybody
 * must not pay for them.
 *
 * Owns: the casts from what is loaded to the generated types.
 *
 * L1. The codecs were written when the types were generated: a loader of proto files would parse the proto, describe every
 *     message and compile a codec for it in every process that starts, which takes longer than gRPC itself.
 */

import type * as Grpc from "@grpc/grpc-js";
import { LOAD_OPTIONS } from "./load-options.js";
import type { ProtoGrpcType } from "./wire.js";

export interface Wire {
  readonly grpc: typeof Grpc;
  readonly services: ProtoGrpcType["mr"]["v1"];
}

/** What generated/codecs.ts has for each message and each method. */
interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  fromObject(value: object): object;
  toObject(message: object, options: object): object;
}

interface Method {
  readonly path: string;
  readonly request: Codec;
  readonly response: Codec;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

type Services = Readonly<Record<string, Readonly<Record<string, Method>>>>;

let loaded: Promise<Wire> | undefined;

export function loadWire(): Promise<Wire> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Wire> {
  const [grpc, { SERVICES }] = await Promise.all([
    import("@grpc/grpc-js").then(exportsOf),
    import("./generated/codecs.js"),
  ]);
  // Everything worth knowing reaches our callers as an error; gRPC's own lines on stderr would only repeat it.
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  const definitions = Object.entries(SERVICES as Services).map(
    ([name, methods]) => [name, serviceDefinition(methods)] as const,
  );
  const { mr } = grpc.loadPackageDefinition(
    Object.fromEntries(definitions),
  ) as unknown as ProtoGrpcType;
  return { grpc, services: mr.v1 };
}

function serviceDefinition(methods: Readonly<Record<string, Method>>): Grpc.ServiceDefinition {
  const definition: { [name: string]: Grpc.MethodDefinition<object, object> } = {};
  for (const [name, { path, request, response, requestStream, responseStream }] of Object.entries(
    methods,
  )) {
    definition[name] = {
      path,
      requestStream,
      responseStream,
      requestSerialize: serializer(request),
      requestDeserialize: deserializer(request),
      responseSerialize: serializer(response),
      responseDeserialize: deserializer(response),
      originalName: name.slice(0, 1).toLowerCase() + name.slice(1),
    };
  }
  return definition;
}

/** In Node the writer's bytes are a Buffer. */
function serializer(codec: Codec): (value: object) => Buffer {
  return (value) => codec.encode(codec.fromObject(value)).finish() as Buffer;
}

function deserializer(codec: Codec): (bytes: Buffer) => object {
  return (bytes) => codec.toObject(codec.decode(bytes), LOAD_OPTIONS);
}

/** The package is CommonJS: bundled, a dynamic import of it has a default export and nothing else. */
function exportsOf<T extends object>(module: T): T {
  return "default" in module ? (module.default as T) : module;
}
