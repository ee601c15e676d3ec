/**
 * Words.
 *
 * Owns: what a word is. Talks to: nobody.
 *
 * Plain words are runs of bytes that are no ASCII white space, kept as they are. With `letters`, words are runs of
 * Unicode letters (`\p{L}+`); bytes that are not valid UTF-8 separate. With `lowerCase`, each word is lower-cased as by
 * String.prototype.toLowerCase; in a word that is not valid UTF-8 only ASCII letters are, and all other bytes stay.
 *
 * V1. A word that is ASCII, or that nothing is done to, is handed out without being copied, but for the lower-casing.
 */

import { isUtf8 } from "node:buffer";
import type { InputFormat } from "../input-format.js";
import type { RecordBlock } from "../block.js";
import type { Extractor, PairSink } from "./extractor.js";
import { WordMemo } from "./word-memo.js";

export type WordsFormat = Extract<InputFormat, { kind: "words" }>;

export interface WordsExtractor extends Extractor {
  /** Where the word last handed out begins, in bytes from the start of its block; for messages. */
  position(): number;
}

const SPACE = 32;
const LETTERS = /\p{L}+/gu;
const NOT_ASCII = 0x80;

/** 1 for A-Z and a-z. */
const ASCII_LETTER = new Uint8Array(256);
for (let byte = 0; byte < 26; byte += 1) {
  ASCII_LETTER[65 + byte] = 1;
  ASCII_LETTER[97 + byte] = 1;
}

export function createWordsExtractor(format: WordsFormat): WordsExtractor {
  if (format.letters) return new LetterRuns(format.lowerCase);
  return format.lowerCase ? new LowerCaseWords() : new PlainWords();
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

class LowerCaseWords implements WordsExtractor {
  private readonly lower = new LowerCase();
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
      let high = 0;
      for (; index < end; index += 1) {
        const byte = bytes[index] as number;
        if (isBlank(byte)) break;
        high |= byte;
      }
      words += 1;
      this.wordStart = wordStart;
      this.lower.addKey(bytes, wordStart, index, high >= NOT_ASCII, sink);
    }
  }

  position(): number {
    return this.wordStart - this.blockStart;
  }
}

class LetterRuns implements WordsExtractor {
  private readonly lower: LowerCase | null;
  private readonly memo: WordMemo;
  private blockStart = 0;
  private wordStart = 0;

  constructor(lowerCase: boolean) {
    this.lower = lowerCase ? new LowerCase() : null;
    // A run of ASCII letters and bytes from 0x80 on: which of its characters are letters, only decoding can say.
    this.memo = new WordMemo((bytes, start, end) => {
      const runs = bytes.toString("utf8", start, end).match(LETTERS) ?? [];
      return runs.map((run) => Buffer.from(lowerCase ? run.toLowerCase() : run));
    });
  }

  extract({ bytes, start, end }: RecordBlock, sink: PairSink): number {
    this.blockStart = start;
    let words = 0;
    let index = start;
    for (;;) {
      while (index < end && isNoLetter(bytes[index] as number)) index += 1;
      if (index >= end) return words;
      const wordStart = index;
      let high = 0;
      for (; index < end; index += 1) {
        const byte = bytes[index] as number;
        if (isNoLetter(byte)) break;
        high |= byte;
      }
      this.wordStart = wordStart;
      if (high >= NOT_ASCII) {
        words += addAll(this.memo.wordsOf(bytes, wordStart, index), sink);
      } else {
        words += 1;
        if (this.lower === null) sink.addKey(bytes, wordStart, index, 1);
        else this.lower.addKey(bytes, wordStart, index, false, sink);
      }
    }
  }

  position(): number {
    return this.wordStart - this.blockStart;
  }
}

function addAll(words: readonly Buffer[], sink: PairSink): number {
  for (const word of words) sink.addKey(word, 0, word.length, 1);
  return words.length;
}

function isNoLetter(byte: number): boolean {
  return byte < NOT_ASCII && ASCII_LETTER[byte] === 0;
}

class LowerCase {
  private scratch = Buffer.alloc(256);
  /** Of words that are not valid UTF-8 it makes none. */
  private readonly memo = new WordMemo((bytes, start, end) =>
    isUtf8(bytes.subarray(start, end))
      ? [Buffer.from(bytes.toString("utf8", start, end).toLowerCase())]
      : [],
  );

  addKey(bytes: Buffer, start: number, end: number, unicode: boolean, sink: PairSink): void {
    if (unicode && addAll(this.memo.wordsOf(bytes, start, end), sink) > 0) return;
    let upper = start;
    while (upper < end && !isUpper(bytes[upper] as number)) upper += 1;
    if (upper === end) {
      sink.addKey(bytes, start, end, 1);
      return;
    }
    const length = end - start;
    if (length > this.scratch.length) this.scratch = Buffer.alloc(length * 2);
    const { scratch } = this;
    for (let index = 0; index < length; index += 1) {
      const byte = bytes[start + index] as number;
      scratch[index] = isUpper(byte) ? byte + 32 : byte;
    }
    sink.addKey(scratch, 0, length, 1);
  }
}

function isUpper(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}
