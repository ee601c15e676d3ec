/**
 * The codecs of all messages of a proto, as text: the functions that protobufjs would write and compile in every process that
 * starts. Written once, they are compiled with the program, and neither the parsed proto nor what reads it is loaded.
 */

import { createRequire } from "node:module";

const protobuf = createRequire(import.meta.url)("protobufjs");

export function codecsOf(protoFile) {
  const proto = new protobuf.Root().loadSync(protoFile).resolveAll();
  const types = [];
  const services = [];
  visit(proto, types, services);
  return [
    "// Original file: proto/mr.proto",
    "// @ts-nocheck",
    "",
    'import * as minimal from "protobufjs/minimal.js";',
    "",
    // CommonJS: bundled or not, what it exports is in one of these places.
    "const { Reader, Writer, util } = minimal.default ?? minimal;",
    "",
    ...types.map(codecOf),
    ...types.flatMap(linksOf),
    "",
    "/** Each service's methods, by their names in the proto. */",
    "export const SERVICES: object = {",
    ...services.map(serviceOf),
    "};",
    "",
  ].join("\n");
}

function visit(namespace, types, services) {
  for (const found of namespace.nestedArray ?? []) {
    if (found instanceof protobuf.Enum) throw new Error(`enums have no codec: ${found.fullName}`);
    if (found instanceof protobuf.Type) types.push(found);
    if (found instanceof protobuf.Service) services.push(found);
    visit(found, types, services);
  }
}

/** `types` is what the functions call the types of the fields. */
function codecOf(type) {
  const { name } = type;
  const text = (made, suffix) => made.toString(`${name}$${suffix}`);
  return [
    `const ${name} = ((types) => ({`,
    "types,",
    `ctor: ${protobuf.Type.generateConstructor(type).toString(name)},`,
    `encode: ${text(protobuf.encoder(type), "encode")},`,
    `decode: ${text(protobuf.decoder(type), "decode")},`,
    `fromObject: ${text(protobuf.converter.fromObject(type), "fromObject")},`,
    `toObject: ${text(protobuf.converter.toObject(type), "toObject")},`,
    "}))([]);",
    "",
  ].join("\n");
}

/** Types may name each other. */
function linksOf(type) {
  const fields = type.fieldsArray.map(({ resolvedType }) => resolvedType?.name ?? "null");
  return fields.every((field) => field === "null")
    ? []
    : [`${type.name}.types.push(${fields.join(", ")});`];
}

function serviceOf({ fullName, methodsArray }) {
  const methods = methodsArray.map((method) => {
    const path = `/${fullName.slice(1)}/${method.name}`;
    const { resolvedRequestType, resolvedResponseType, requestStream, responseStream } = method;
    return [
      `    ${method.name}: {`,
      `path: "${path}",`,
      `request: ${resolvedRequestType.name},`,
      `response: ${resolvedResponseType.name},`,
      `requestStream: ${requestStream === true},`,
      `responseStream: ${responseStream === true} },`,
    ].join(" ");
  });
  return [`  "${fullName.slice(1)}": {`, ...methods, "  },"].join("\n");
}
