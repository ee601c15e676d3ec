import { fileURLToPath } from "node:url";
import * as grpc from "@grpc/grpc-js";
import { loadSync, type ServiceDefinition } from "@grpc/proto-loader";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { loadWire } from "./load.js";
import { LOAD_OPTIONS } from "./load-options.js";

const PROTO = fileURLToPath(new URL("../../proto/mr.proto", import.meta.url));

type Value = { [field: string]: unknown };

/** A value for each field of the message, one of each `oneof`: the `turn`th. */
function filled(type: protobuf.Type, turn: number, depth: number): Value {
  const value: Value = {};
  for (const field of type.fieldsArray) {
    field.resolve();
    const { partOf, resolvedType } = field;
    if (partOf !== null && partOf.fieldsArray[turn % partOf.fieldsArray.length] !== field) continue;
    if (resolvedType instanceof protobuf.Type) {
      if (depth === 0) continue;
      const inner = filled(resolvedType, turn + 1, depth - 1);
      value[field.name] = field.repeated ? [inner, {}] : inner;
    } else {
      const plain = plainValue(field.type, turn + field.id);
      value[field.name] = field.repeated ? [plain, plain] : plain;
    }
  }
  return value;
}

function plainValue(type: string, turn: number): unknown {
  switch (type) {
    case "string":
      return ["", "text", "Größe 数"][turn % 3];
    case "bytes":
      return Buffer.from([0, 255, turn]);
    case "bool":
      return turn % 2 === 0;
    case "double":
      return turn / 7;
    default:
      return turn % 3 === 0 ? 2 ** 31 - 1 : type.endsWith("64") ? 2 ** 53 - 1 - turn : turn;
  }
}

/** The loader's own codecs, made from the proto, are the oracle. */
describe("the generated codecs", async () => {
  const oracle = loadSync(PROTO, LOAD_OPTIONS);
  const root = new protobuf.Root().loadSync(PROTO).resolveAll();
  const { services } = await loadWire();
  for (const name of ["Workers", "Clients"] as const) {
    const expected = oracle[`mr.v1.${name}`] as ServiceDefinition;
    const found: grpc.ServiceDefinition = services[name].service;
    it(`have the methods of ${name}`, () => {
      const shape = (definition: ServiceDefinition | grpc.ServiceDefinition) =>
        Object.entries(definition).map(
          ([method, { path, requestStream, responseStream, ...rest }]) => [
            method,
            path,
            requestStream,
            responseStream,
            rest.originalName,
          ],
        );
      expect(shape(found)).toEqual(shape(expected));
    });
    for (const [method, wanted] of Object.entries(expected)) {
      it(`write and read what goes through ${name}.${method} as the loader's do`, () => {
        const own = found[method];
        const { requestType, responseType } = root.lookupService(`mr.v1.${name}`).methods[method];
        for (let turn = 0; turn < 24; turn++) {
          const request = filled(root.lookupType(`mr.v1.${requestType}`), turn, 4);
          const response = filled(root.lookupType(`mr.v1.${responseType}`), turn, 4);
          const sent = wanted.requestSerialize(request);
          const answered = wanted.responseSerialize(response);
          expect(own.requestSerialize(request)).toEqual(sent);
          expect(own.responseSerialize(response)).toEqual(answered);
          expect(own.requestDeserialize(sent)).toEqual(wanted.requestDeserialize(sent));
          expect(own.responseDeserialize(answered)).toEqual(wanted.responseDeserialize(answered));
        }
      });
    }
  }
});
