/**
 * gRPC and the proto, loaded once a process and only when first needed: a command that never talks to anybody
 * must not pay for them.
 *
 * Owns: the one cast from what the loader gives to the generated types.
 */

import type * as Grpc from "@grpc/grpc-js";
import { protoPath } from "../config/layout.js";
import { LOAD_OPTIONS } from "./load-options.js";
import type { ProtoGrpcType } from "./wire.js";

export interface Wire {
  readonly grpc: typeof Grpc;
  readonly services: ProtoGrpcType["mr"]["v1"];
}

let loaded: Promise<Wire> | undefined;

export function loadWire(): Promise<Wire> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Wire> {
  const [grpc, loader] = await Promise.all([
    import("@grpc/grpc-js").then(exportsOf),
    import("@grpc/proto-loader").then(exportsOf),
  ]);
  // Everything worth knowing reaches our callers as an error; gRPC's own lines on stderr would only repeat it.
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  const definition = loader.loadSync(protoPath(), LOAD_OPTIONS);
  const { mr } = grpc.loadPackageDefinition(definition) as unknown as ProtoGrpcType;
  return { grpc, services: mr.v1 };
}

/** Both packages are CommonJS: bundled, a dynamic import of one has a default export and nothing else. */
function exportsOf<T extends object>(module: T): T {
  return "default" in module ? (module.default as T) : module;
}
