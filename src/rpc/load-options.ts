/**
 * How the proto file is turned into objects. `scripts/generate-types.mjs` makes the generated types with the same
 * options: with different ones the types would not be true.
 */

export const LOAD_OPTIONS = {
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
} as const;
