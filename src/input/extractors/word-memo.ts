/**
 * What becomes of words that are not ASCII, remembered: a text says the same words again and again, and to decode, fold
 * and encode one takes several times as long as to find it here.
 *
 * Owns: a table from a word's bytes to the words that are made of it. Talks to: nobody.
 *
 * M1. Memory is bounded: long words are not remembered, and a full table forgets all of them.
 */

import { KeyTable } from "../../kernels/key-table.js";

/** Of the different words of a language some thousands are nearly all that is said. */
const MOST_WORDS = 16_384;
const LONGEST_BYTES = 64;

export type WordMaker = (bytes: Buffer, start: number, end: number) => readonly Buffer[];

export class WordMemo {
  private readonly make: WordMaker;
  private readonly table = new KeyTable(MOST_WORDS * LONGEST_BYTES, MOST_WORDS);
  /** By entry of the table. */
  private readonly made: (readonly Buffer[])[] = [];

  constructor(make: WordMaker) {
    this.make = make;
  }

  wordsOf(bytes: Buffer, start: number, end: number): readonly Buffer[] {
    if (end - start > LONGEST_BYTES) return this.make(bytes, start, end);
    const { table } = this;
    const entry = table.locate(bytes, start, end);
    return entry >= 0 ? (this.made[entry] as readonly Buffer[]) : this.remember(bytes, start, end);
  }

  /** The word was just looked for in vain. */
  private remember(bytes: Buffer, start: number, end: number): readonly Buffer[] {
    const { table } = this;
    if (table.count === MOST_WORDS) {
      table.clear();
      table.arena.length = 0;
    }
    const at = table.arena.length;
    table.arena.append(bytes, start, end);
    const words = this.make(bytes, start, end);
    this.made[table.insert(at, table.arena.length, 0)] = words;
    return words;
  }
}
