/**
 * What the shuffle knows of keys and aggregates; job definitions are written in these words.
 */

/** Keys order by their encoded bytes: null < false < true < numbers < bytes < strings < arrays. */
export type Key = null | boolean | number | string | Uint8Array | readonly Key[];

/** "raw": strings and bytes only, stored as they are. "tagged": any key. */
export type KeyMode = "raw" | "tagged";

/** A declared, associative reduction that the engine runs in its kernels and combines early. */
export type Aggregate =
  | { readonly kind: "count" | "sum" | "min" | "max" | "first" | "distinct" }
  /** `count-and-sum`: both, as `[count, sum]`. */
  | { readonly kind: "average" | "count-and-sum" }
  /** The k largest (or smallest) values of each key, as an array, best first; values are keys and order as keys do. */
  | { readonly kind: "top-k"; readonly k: number; readonly order: "largest" | "smallest" };

export type EmitPair = (key: Key, value: unknown) => void;

/** A user's combiner: may be called for any part of a key's values, and again for its own results. */
export type CombineFunction = (key: Key, values: Iterable<unknown>, emit: EmitPair) => void;
