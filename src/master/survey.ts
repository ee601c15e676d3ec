/**
 * A journal looked through for what a new generation has to keep, while turns go on and the journal grows.
 *
 * Owns: the knowledge which facts are needed, and which frames hold nothing else. Talks to: snapshot.ts.
 *
 * V1. `look` may be called again, for what was appended since. What is said afterwards is true of all that was looked at.
 */

import type { JobId } from "../engine/ids.js";
import type { FactOutline } from "./fact-text.js";
import { linesOf } from "./journal-frame.js";
import type { Journal, NeededOfJournal } from "./journal.js";
import { Needed } from "./snapshot.js";

export class Survey implements NeededOfJournal {
  readonly dropped: ReadonlySet<JobId>;
  readonly #journal: Pick<Journal, "frames">;
  readonly #needed: Needed;
  readonly #whole = new Set<number>();
  #sequence = 0;
  #over = false;

  constructor(journal: Pick<Journal, "frames">, dropped: ReadonlySet<JobId>) {
    this.#journal = journal;
    this.dropped = dropped;
    this.#needed = new Needed(dropped);
  }

  /** Everything that is there now and was not yet looked at. */
  async look(): Promise<void> {
    for await (const { header, body } of this.#journal.frames(this.#sequence)) {
      if (this.#over) return;
      let whole = true;
      for await (const { fact } of linesOf(header, body)) {
        this.#needed.look(fact);
        whole &&= this.#needed.isCertain(fact);
      }
      if (whole) this.#whole.add(header.sequence);
      this.#sequence = header.sequence;
    }
  }

  /** Nobody wants to know any more. */
  giveUp(): void {
    this.#over = true;
  }

  needs(fact: FactOutline): boolean {
    return this.#needed.has(fact);
  }

  needsAll(sequence: number): boolean {
    return this.#whole.has(sequence);
  }
}
