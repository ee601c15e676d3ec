/** Options that all benchmark programs understand. */

export interface BenchOptions {
  readonly megabytes: number;
  readonly rounds: number;
  readonly isTiny: boolean;
  /** Run only contests whose name contains this. */
  readonly only: string;
}

export function parseOptions(
  words: readonly string[],
  defaults: { readonly megabytes: number; readonly rounds: number },
): BenchOptions {
  const value = (name: string): string | null => {
    const at = words.indexOf(name);
    return at < 0 ? null : (words[at + 1] ?? null);
  };
  const isTiny = words.includes("--tiny");
  return {
    megabytes: Number(value("--size") ?? (isTiny ? 1 : defaults.megabytes)),
    rounds: Number(value("--rounds") ?? (isTiny ? 1 : defaults.rounds)),
    isTiny,
    only: value("--only") ?? "",
  };
}
