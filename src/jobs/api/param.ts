/**
 * How a job declares its parameters: `param.integer({ default: 10, description: "..." })`, or any Standard Schema value.
 *
 * Owns: the public parameter builders and the types of the values that they give. Talks to: nobody.
 *
 * A1. A parameter without a default is required; with the default null it may be left out and is null.
 */

import type { Json } from "../../engine/job.js";
import type { ParamSpec } from "../definition.js";

declare const types: unique symbol;

/** A declared parameter whose value is a T. */
export type Param<T> = ParamSpec & { readonly [types]?: T };

/** The part of the Standard Schema interface (standardschema.dev) that is used: zod, valibot, arktype and others have it. */
export interface StandardSchema<T = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>;
    readonly types?: { readonly input: unknown; readonly output: T } | undefined;
  };
}

export type SchemaResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** What a job's `params` may hold. */
export interface ParamSpecs {
  readonly [name: string]: Param<unknown> | StandardSchema;
}

/** The values that a job's functions see as `context.params`. */
export type ParamValues<S> = {
  readonly [N in keyof S]: S[N] extends StandardSchema<infer T>
    ? T
    : S[N] extends Param<infer T>
      ? T
      : never;
};

interface Options<D> {
  readonly default?: D;
  readonly description?: string;
}

/** May be left out: the value is then null. */
interface Optional {
  readonly default: null;
  readonly description?: string;
}

/** The allowed values, both ends included. */
interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
}

function spec(
  type: ParamSpec["type"],
  options: Options<Json | undefined> & Range,
  choices: readonly string[] = [],
): ParamSpec {
  const { description = "", minimum, maximum } = options;
  return {
    type,
    description,
    default: options.default,
    choices,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

/** A builder whose values are of type T and whose defaults are written as a D. */
interface Builder<T, D, More = unknown> {
  (options: Optional & More): Param<T | null>;
  (options?: Options<D> & More): Param<T>;
}

interface ChoiceBuilder {
  <const C extends string>(choices: readonly C[], options: Optional): Param<C | null>;
  <const C extends string>(choices: readonly C[], options?: Options<NoInfer<C>>): Param<C>;
}

function builder<T, D extends Json, More = unknown>(type: ParamSpec["type"]): Builder<T, D, More> {
  return (options?: Options<D | null> & Range) => spec(type, options ?? {});
}

interface ParamBuilders {
  readonly string: Builder<string, string>;
  readonly number: Builder<number, number, Range>;
  readonly integer: Builder<number, number, Range>;
  /** False unless the default says otherwise: `--name` and `--no-name` on the command line. */
  readonly boolean: (options?: Options<boolean>) => Param<boolean>;
  /** `2026-01-31` or `2026-01-31T12:00:00Z`; the value is a Date. The default is written in the same way. */
  readonly date: Builder<Date, string>;
  /** One of some words. */
  readonly choice: ChoiceBuilder;
  /** A number of bytes, written `64M` or `1GiB`; units are powers of 1024. */
  readonly size: Builder<number, string | number, Range>;
}

export const param: ParamBuilders = {
  string: builder("string"),
  number: builder("number"),
  integer: builder("integer"),
  boolean: (options = {}) => spec("boolean", { ...options, default: options.default ?? false }),
  date: builder("date"),
  choice: <const C extends string>(choices: readonly C[], options?: Options<C | null>) =>
    spec("choice", options ?? {}, choices),
  size: builder("size"),
};

export function isStandardSchema(value: unknown): value is StandardSchema {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    "~standard" in value
  );
}

/** What `definition.params` holds: every value declared in one way. */
export function declareParams(specs: ParamSpecs): { readonly [name: string]: ParamSpec } {
  return Object.fromEntries(
    Object.entries(specs).map(([name, value]) => [
      name,
      isStandardSchema(value)
        ? { ...spec("custom", { description: descriptionOf(value) }), schema: value }
        : value,
    ]),
  );
}

/** Some schema libraries carry a description beside the interface. */
function descriptionOf(schema: StandardSchema): string {
  return "description" in schema && typeof schema.description === "string"
    ? schema.description
    : "";
}
