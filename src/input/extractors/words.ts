/**
 * Words.
 *
 * Owns: what a word is. Talks to: nobody.
 *
 * Plain words are runs of bytes that are no ASCII white space, kept as they are. With `letters`, words are runs of
 * Unicode letters (`\p{L}+`); bytes that are not valid UTF-8 separate. With `lowerCase`, each word is lower-cased as by
 * String.prototype.toLowerCase; in a word that is not valid UTF-8 only ASCII letters are, and all other bytes stay. With
 * `withPath`, a TAB and the path of the file stand behind each word.
 *
 * V1. A plain word is handed out without being copied.
 */

import { isUtf8 } from "node:buffer";
import type { InputFormat } from "../input-format.js";
import type { RecordBlock } from "../block.js";
import { ByteSink } from "../../kernels/byte-sink.js";
import { endOf, foldRun } from "../../kernels/fold-run.js";
import { encodePath } from "../path-bytes.js";
import type { Extractor, PairSink } from "./extractor.js";

export type WordsFormat = Extract<InputFormat, { kind: "words" }>;

export interface WordsExtractor extends Extractor {
  /** Where the word last handed out begins, in bytes from the start of its block; for messages. */
  position(): number;
}

const SPACE = 32;
const TAB = Buffer.of(9);
const LETTERS = /\p{L}+/gu;
const NOT_ASCII = 0x80;

/** `label`: of the file that is read. */
export function createWordsExtractor(format: WordsFormat, label: string): WordsExtractor {
  const { letters, lowerCase } = format;
  const extractor = letters || lowerCase ? new FoldedWords(letters, lowerCase) : new PlainWords();
  const tail = wordTail(format, label);
  return tail === null ? extractor : new TailedWords(extractor, tail);
}

/** What stands behind each word; null: nothing. No word has a TAB in it. */
export function wordTail({ withPath = false }: WordsFormat, label: string): Buffer | null {
  return withPath ? Buffer.concat([TAB, encodePath(label)]) : null;
}

/** Another extractor's words, each with the tail behind it. */
class TailedWords implements WordsExtractor {
  private readonly words: WordsExtractor;
  private readonly tail: Buffer;
  private readonly key = new ByteSink(256);
  private sink: PairSink | null = null;
  private readonly between: PairSink = {
    addKey: (bytes, start, end, value) => this.addTailed(bytes, start, end, value),
    addKeyBytes: () => undefined,
  };

  constructor(words: WordsExtractor, tail: Buffer) {
    this.words = words;
    this.tail = tail;
  }

  extract(block: RecordBlock, sink: PairSink): number {
    this.sink = sink;
    return this.words.extract(block, this.between);
  }

  position(): number {
    return this.words.position();
  }

  private addTailed(bytes: Uint8Array, start: number, end: number, value: number): void {
    const { key, tail } = this;
    key.length = 0;
    key.append(bytes, start, end);
    key.append(tail, 0, tail.length);
    this.sink?.addKey(key.bytes, 0, key.length, value);
  }
}

class PlainWords implements WordsExtractor {
  private blockStart = 0;
  private wordStart = 0;

  extract({ bytes, start, end }: RecordBlock, sink: PairSink): number {
    this.blockStart = start;
    let words = 0;
    let index = start;
    for (;;) {
      while (index < end && isBlank(bytes[index] as number)) index += 1;
      if (index >= end) return words;
      const wordStart = index;
      while (index < end && !isBlank(bytes[index] as number)) index += 1;
      words += 1;
      this.wordStart = wordStart;
      sink.addKey(bytes, wordStart, index, 1);
    }
  }

  position(): number {
    return this.wordStart - this.blockStart;
  }
}

/** One comparison for nearly all bytes: what is above space is no white space. */
function isBlank(byte: number): boolean {
  return byte <= SPACE && (byte === SPACE || (byte >= 9 && byte <= 13));
}

/** By byte: 1 where it may stand in a run, in which words are looked for. */
const NO_BLANK = Uint8Array.from({ length: 256 }, (_, byte) => (isBlank(byte) ? 0 : 1));
const LETTER_OR_HIGH = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= NOT_ASCII || isUpper(byte) || isUpper(byte - 32) ? 1 : 0,
);

class FoldedWords implements WordsExtractor {
  private readonly letters: boolean;
  private readonly lower: boolean;
  private readonly inRun: Uint8Array;
  private scratch = Buffer.alloc(256);
  private blockStart = 0;
  private wordStart = 0;

  constructor(letters: boolean, lower: boolean) {
    this.letters = letters;
    this.lower = lower;
    this.inRun = letters ? LETTER_OR_HIGH : NO_BLANK;
  }

  extract({ bytes, start, end }: RecordBlock, sink: PairSink): number {
    this.blockStart = start;
    const { inRun } = this;
    let words = 0;
    let index = start;
    for (;;) {
      while (index < end && inRun[bytes[index]] === 0) index += 1;
      if (index >= end) return words;
      const runStart = index;
      let high = 0;
      for (; index < end; index += 1) {
        const byte = bytes[index];
        if (inRun[byte] === 0) break;
        high |= byte;
      }
      this.wordStart = runStart;
      words += this.takeRun(bytes, runStart, index, high >= NOT_ASCII, sink);
    }
  }

  position(): number {
    return this.wordStart - this.blockStart;
  }

  /** Returns how many words there are in it. */
  private takeRun(
    bytes: Buffer,
    start: number,
    end: number,
    isHigh: boolean,
    sink: PairSink,
  ): number {
    const { lower } = this;
    const run = lower ? this.lowered(bytes, start, end) : bytes;
    const runStart = lower ? 0 : start;
    const runEnd = runStart + end - start;
    if (isHigh) {
      const found = foldRun(run, runStart, runEnd, lower);
      if (found === "left") return this.takeText(bytes, start, end, sink);
      if (found === "mixed" && this.letters) return addLetters(run, runStart, runEnd, sink);
    }
    sink.addKey(run, runStart, runEnd, 1);
    return 1;
  }

  /** What only strings can say. */
  private takeText(bytes: Buffer, start: number, end: number, sink: PairSink): number {
    const { letters, lower } = this;
    if (!letters && !isUtf8(bytes.subarray(start, end))) {
      sink.addKey(this.lowered(bytes, start, end), 0, end - start, 1);
      return 1;
    }
    const text = bytes.toString("utf8", start, end);
    const words = letters ? (text.match(LETTERS) ?? []) : [text];
    for (const word of words) {
      const key = Buffer.from(lower ? word.toLowerCase() : word);
      sink.addKey(key, 0, key.length, 1);
    }
    return words.length;
  }

  /** In the scratch; of ASCII letters only. */
  private lowered(bytes: Buffer, start: number, end: number): Buffer {
    const length = end - start;
    if (length > this.scratch.length) this.scratch = Buffer.alloc(length * 2);
    const { scratch } = this;
    for (let index = 0; index < length; index += 1) {
      const byte = bytes[start + index];
      scratch[index] = isUpper(byte) ? byte + 32 : byte;
    }
    return scratch;
  }
}

function addLetters(run: Buffer, start: number, end: number, sink: PairSink): number {
  let words = 0;
  for (let at = endOf("others", run, start, end); at < end; ) {
    const wordEnd = endOf("letters", run, at, end);
    sink.addKey(run, at, wordEnd, 1);
    words += 1;
    at = endOf("others", run, wordEnd, end);
  }
  return words;
}

function isUpper(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}
