/** Options that all benchmark programs understand. */

import { parseArgs } from "node:util";

export interface BenchOptions {
  readonly megabytes: number;
  readonly rounds: number;
  readonly warmups: number;
  readonly isTiny: boolean;
  /** Run only what has a name that contains this. */
  readonly only: string;
  /** Where the results are written as JSON; null: nowhere. */
  readonly json: string | null;
  /** No input larger than this. */
  readonly limitMegabytes: number;
}

export function parseOptions(
  words: readonly string[],
  defaults: { readonly megabytes: number; readonly rounds: number },
): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      size: { type: "string" },
      rounds: { type: "string" },
      only: { type: "string", default: "" },
      json: { type: "string" },
      max: { type: "string" },
      tiny: { type: "boolean", default: false },
    },
  });
  const isTiny = values.tiny;
  return {
    megabytes: Number(values.size ?? (isTiny ? 1 : defaults.megabytes)),
    rounds: Number(values.rounds ?? (isTiny ? 1 : defaults.rounds)),
    warmups: isTiny ? 0 : 1,
    isTiny,
    only: values.only,
    json: values.json ?? null,
    limitMegabytes: Number(values.max ?? (isTiny ? 1 : Number.POSITIVE_INFINITY)),
  };
}
