import { beforeAll, describe, expect, test } from "vitest";
import type { StatusObject } from "@grpc/grpc-js";
import { MrError } from "../engine/error.js";
import { loadWire, type Wire } from "./load.js";
import { fromStatus, toStatus } from "./status.js";

let wire: Wire;
beforeAll(async () => {
  wire = await loadWire();
});

const cross = (error: unknown) => fromStatus(wire, toStatus(wire, error) as StatusObject, "a:1");

describe("an error that crosses a call", () => {
  test("keeps its code, words and hint, and leaves its stack at home", () => {
    const error = new MrError("MR_OUTPUT_EXISTS", "out exists, ü\n", { hint: "use --overwrite" });
    const { code, message, hint, stack } = cross(error);
    expect([code, message, hint]).toEqual([error.code, error.message, error.hint]);
    expect(stack).not.toBe(error.stack);
  });

  test("of unknown kind is an internal one", () => {
    expect(cross(new TypeError("x is not a function"))).toMatchObject({
      code: "MR_INTERNAL",
      message: "x is not a function",
    });
  });

  test("is cut to what fits into trailers", () => {
    const crossed = cross(new MrError("MR_INTERNAL", "x".repeat(1 << 20)));
    expect(crossed.message.length).toBeLessThan(5_000);
  });

  test("has a status that other tools understand", () => {
    const { status } = wire.grpc;
    const codeOf = (error: MrError) => toStatus(wire, error).code;
    expect(codeOf(new MrError("MR_UNAUTHENTICATED", ""))).toBe(status.UNAUTHENTICATED);
    expect(codeOf(new MrError("MR_UNKNOWN_JOB", ""))).toBe(status.NOT_FOUND);
    expect(codeOf(new MrError("MR_USER_CODE", ""))).toBe(status.UNKNOWN);
  });
});

describe("a status that gRPC made itself", () => {
  const made = (code: number, details = "text") =>
    fromStatus(wire, { code, details, metadata: new wire.grpc.Metadata() }, "host:7");

  test("is explained, with the address", () => {
    const { status } = wire.grpc;
    for (const code of [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]) {
      expect(made(code)).toMatchObject({
        code: "MR_UNREACHABLE",
        message: expect.stringContaining("host:7"),
      });
    }
    expect(made(status.UNIMPLEMENTED)).toMatchObject({ code: "MR_VERSION_SKEW" });
    expect(made(status.OUT_OF_RANGE, "")).toMatchObject({ code: "MR_INTERNAL" });
  });

  test("with somebody else's metadata under our key is still explained", () => {
    for (const text of ["not json", "3", '{"code":1}', '{"message":"m"}']) {
      const metadata = new wire.grpc.Metadata();
      metadata.set("mr-error-bin", Buffer.from(text));
      const code = wire.grpc.status.UNAVAILABLE;
      expect(fromStatus(wire, { code, details: "d", metadata }, "a:1").code).toBe("MR_UNREACHABLE");
    }
  });

  test("with a code of a later version keeps it in the text", () => {
    const metadata = new wire.grpc.Metadata();
    metadata.set("mr-error-bin", Buffer.from('{"code":"MR_NEW","message":"m","hint":"h"}'));
    expect(fromStatus(wire, { code: 2, details: "d", metadata }, "a:1")).toMatchObject({
      code: "MR_INTERNAL",
      message: "MR_NEW: m",
      hint: "h",
    });
  });
});
