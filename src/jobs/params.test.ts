/** Parameters from strings to values: what is taken, what is refused and in which words. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { MrError } from "../engine/error.js";
import { declareParams, param, type ParamSpecs } from "./api/param.js";
import { flagOf, type RawParams, resolveParams, reviveParams } from "./params.js";

async function resolve(params: ParamSpecs, raw: RawParams = {}) {
  const specs = declareParams(params);
  const json = await resolveParams(specs, raw);
  expect(await resolveParams(specs, json), "what is resolved resolves to itself").toEqual(json);
  return reviveParams(specs, JSON.parse(JSON.stringify(json)) as typeof json);
}

async function refusal(params: ParamSpecs, raw: RawParams = {}): Promise<string> {
  try {
    await resolveParams(declareParams(params), raw);
  } catch (error) {
    if (error instanceof MrError && error.code === "MR_PARAMETER") {
      return error.hint === undefined ? error.message : `${error.message} | ${error.hint}`;
    }
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a parameter", () => {
  it("has its type's value", async () => {
    const params = {
      name: param.string(),
      rate: param.number(),
      top: param.integer({ default: 10 }),
      loud: param.boolean(),
      since: param.date(),
      level: param.choice(["info", "error"]),
      limit: param.size({ default: "1K" }),
    };
    const raw = { name: "x y", rate: "-1.5e2", loud: true, since: "2026-01-31", level: "error" };
    expect(await resolve(params, raw)).toEqual({
      name: "x y",
      rate: -150,
      top: 10,
      loud: true,
      since: new Date(Date.UTC(2026, 0, 31)),
      level: "error",
      limit: 1024,
    });
  });

  it("is called by its flag or by its name", async () => {
    expect(flagOf("recordLength")).toBe("--record-length");
    const params = { recordLength: param.integer() };
    expect(await resolve(params, { "record-length": "5" })).toEqual({ recordLength: 5 });
    expect(await resolve(params, { recordLength: "5" })).toEqual({ recordLength: 5 });
    expect(await refusal(params, { recordLength: "5", "record-length": "6" })).toContain("twice");
  });

  it("may be left out when its default is null", async () => {
    expect(await resolve({ key: param.string({ default: null }) })).toEqual({ key: null });
  });

  it("takes a time without a zone as UTC", async () => {
    const params = { at: param.date() };
    const noon = new Date(Date.UTC(2026, 1, 3, 12));
    for (const text of ["2026-02-03T12:00", "2026-02-03 12:00:00", "2026-02-03T14:00+02:00"]) {
      expect(await resolve(params, { at: text })).toEqual({ at: noon });
    }
  });

  it("survives any text and number", async () => {
    const check = fc.asyncProperty(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      async (text, number) => {
        const raw = { text, number: String(number) };
        const values = await resolve({ text: param.string(), number: param.number() }, raw);
        expect(values).toEqual({ text, number: Object.is(number, -0) ? 0 : number });
      },
    );
    await fc.assert(check, { seed: 7, numRuns: 200 });
  });
});

describe("a Standard Schema", () => {
  it("gets the text, or what the text says as JSON", async () => {
    const params = {
      since: z.coerce.date(),
      port: z.number().int(),
      tags: z.array(z.string()),
      mode: z.enum(["a", "b"]).default("b"),
    };
    const raw = { since: "2026-01-01", port: "80", tags: ["x", "y"] };
    expect(await resolve(params, raw)).toEqual({
      since: new Date("2026-01-01"),
      port: 80,
      tags: ["x", "y"],
      mode: "b",
    });
  });

  it("refuses in its own words", async () => {
    const params = { port: z.number({ error: "a port is a number" }) };
    expect(await refusal(params, { port: "http" })).toContain(
      '--port "http" is refused by the job: a port is a number',
    );
    expect(await refusal(params)).toContain("--port is required: a port is a number");
  });
});

describe("a refused parameter", () => {
  it.each<[string, ParamSpecs, RawParams, string]>([
    [
      "missing",
      { n: param.integer({ minimum: 1 }) },
      {},
      "--n is required | Give --n a whole number from 1.",
    ],
    ["not a number", { n: param.number() }, { n: "0x10" }, '--n "0x10" is not a number'],
    ["a fraction", { n: param.integer() }, { n: "1.5" }, '--n "1.5" is not a whole number'],
    [
      "out of range",
      { n: param.number({ minimum: 0, maximum: 1 }) },
      { n: "2" },
      '--n "2" is not a number from 0 to 1',
    ],
    [
      "no such day",
      { d: param.date() },
      { d: "2026-02-30" },
      '--d "2026-02-30" is not a date such as',
    ],
    ["no choice", { c: param.choice(["a", "b"]) }, { c: "d" }, '--c "d" is not one of a, b'],
    [
      "no size",
      { s: param.size() },
      { s: "many" },
      '--s "many" is not a number of bytes such as 64M',
    ],
    ["without a value", { s: param.string() }, { s: true }, "--s needs a value: a text"],
    ["several times", { s: param.string() }, { s: ["a", "b"] }, "--s is given 2 times"],
    ["no boolean", { b: param.boolean() }, { b: "perhaps" }, '--b "perhaps" is not true or false'],
    [
      "unknown",
      { lower: param.boolean() },
      { lowr: true },
      "the job has no parameter --lowr | Did you mean --lower?",
    ],
    [
      "unknown where there is none",
      {},
      { x: "1" },
      "the job has no parameter --x | There are no parameters.",
    ],
    [
      "a name of every object",
      { b: param.boolean() },
      { b: "constructor" },
      "is not true or false",
    ],
  ])("%s", async (_, params, raw, expected) => {
    expect(await refusal(params, raw)).toContain(expected);
  });
});
