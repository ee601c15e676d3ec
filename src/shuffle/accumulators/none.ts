/** `distinct` keeps nothing beside its composite keys: equal ones fall together. */

import type { Accumulators } from "./accumulators.js";

export class NoAccumulators implements Accumulators {
  readonly entryBytes = 0;
  extraBytes(): number {
    return 0;
  }
  start(): void {}
  addNumber(): void {}
  addValue(): void {}
  addText(): void {}
  absorb(): void {}
  encode(): void {}
  value(): undefined {
    return undefined;
  }
  clear(): void {}
}
