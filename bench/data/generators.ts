/**
 * The benchmark's data sets, one generator each. All are seeded; sizes are reached to within one record.
 *
 * text     words with Zipf frequencies (exponent 1.07, 200,000 different ones, 2 % with a letter beyond ASCII),
 *          lines of 5 to 20 words
 * distinct words drawn evenly from 20 million
 * records  100 bytes: a 10-byte printable key, a blank, a 20-digit index, a blank, 67 filler letters, LF
 * log      combined access log: client, path and status with Zipf frequencies
 * jsonl    events with nested objects, about 215 bytes a line
 * graph    `from TAB to` lines, targets with Zipf frequencies
 */

import { DataWriter } from "./writer.js";
import { Random, Zipf } from "./random.js";

export type DataSet = "text" | "distinct" | "records" | "log" | "jsonl" | "graph";

type Generator = (writer: DataWriter, sizeBytes: number) => void;

const VOCABULARY = 200_000;
const LF = 0x0a;
const BLANK = 0x20;

export const EXTENSIONS: Record<DataSet, string> = {
  text: "txt",
  distinct: "txt",
  records: "dat",
  log: "log",
  jsonl: "jsonl",
  graph: "tsv",
};

export const GENERATORS: Record<DataSet, Generator> = {
  text: generateText,
  distinct: generateDistinct,
  records: generateRecords,
  log: generateLog,
  jsonl: generateJsonLines,
  graph: generateGraph,
};

const SYLLABLES =
  "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bre cli dro flu gra ple sti tro une voi sha".split(
    " ",
  );
const BEYOND_ASCII = [..."äéñøßжлωπ数据流"];

function vocabulary(random: Random): Buffer[] {
  const words: Buffer[] = [];
  for (let rank = 0; rank < VOCABULARY; rank++) {
    const syllables = 1 + Number(rank > 30) + Number(rank > 900) + Number(random.below(3) === 0);
    let word = "";
    for (let i = 0; i < syllables; i++) word += SYLLABLES[random.below(SYLLABLES.length)];
    if (random.below(50) === 0) word += BEYOND_ASCII[random.below(BEYOND_ASCII.length)];
    if (random.below(20) === 0) word = word.charAt(0).toUpperCase() + word.slice(1);
    // A suffix makes words unique; the most frequent ones stay short.
    for (let rest = rank; rank >= 20 && rest > 0; rest = Math.floor(rest / 26)) {
      word += String.fromCharCode(97 + (rest % 26));
    }
    words.push(Buffer.from(word));
  }
  return words;
}

function generateText(writer: DataWriter, sizeBytes: number): void {
  const words = vocabulary(new Random(1));
  const random = new Random(2);
  const zipf = new Zipf(VOCABULARY, 1.07);
  for (let written = 0; written < sizeBytes; ) {
    const start = writer.length;
    for (let left = 5 + random.below(16); left > 0; left--) {
      const word = words[zipf.draw(random)] as Buffer;
      for (let i = 0; i < word.length; i++) writer.buffer[writer.length++] = word[i] as number;
      writer.buffer[writer.length++] = left === 1 ? LF : BLANK;
    }
    written += writer.length - start;
    writer.endRecord();
  }
}

function generateDistinct(writer: DataWriter, sizeBytes: number): void {
  const random = new Random(3);
  for (let written = 0; written < sizeBytes; ) {
    const start = writer.length;
    for (let left = 12; left > 0; left--) {
      const word = Math.imul(random.below(20_000_000), 0x9e3779b1) >>> 0;
      writer.text(`w${word.toString(16)}${left === 1 ? "\n" : " "}`);
    }
    written += writer.length - start;
    writer.endRecord();
  }
}

function generateRecords(writer: DataWriter, sizeBytes: number): void {
  const random = new Random(4);
  const { buffer } = writer;
  for (let index = 0; index * 100 < sizeBytes; index++) {
    let at = writer.length;
    for (let i = 0; i < 10; i++) buffer[at++] = 0x21 + (random.next() % 94);
    buffer[at++] = BLANK;
    at += buffer.write(String(index).padStart(20, "0"), at, "latin1");
    buffer[at++] = BLANK;
    const filler = random.next();
    for (let i = 0; i < 67; i++) buffer[at++] = 0x41 + (((filler >>> (i & 15)) + i) % 26);
    buffer[at++] = LF;
    writer.length = at;
    writer.endRecord();
  }
}

const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0",
  "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15",
  "curl/8.9.1",
  "Mozilla/5.0 (compatible; ExampleBot/2.1)",
];
const STATUSES = [
  "200",
  "200",
  "200",
  "200",
  "200",
  "200",
  "200",
  "304",
  "301",
  "500",
  "404",
  "200",
];

function generateLog(writer: DataWriter, sizeBytes: number): void {
  const random = new Random(5);
  const clients = new Zipf(50_000, 1.1);
  const paths = new Zipf(20_000, 1.05);
  for (let written = 0, second = 0; written < sizeBytes; second++) {
    const start = writer.length;
    const client = clients.draw(random);
    const clock = new Date(1_767_225_600_000 + second * 37).toISOString();
    const status = STATUSES[random.below(STATUSES.length)];
    writer.text(
      `10.${client >> 12}.${(client >> 6) & 63}.${client & 63} - - ` +
        `[${clock.slice(8, 10)}/Jan/2026:${clock.slice(11, 19)} +0000] ` +
        `"GET /page/${paths.draw(random)} HTTP/1.1" ${status} ${100 + random.below(50_000)} ` +
        `"-" "${AGENTS[random.below(4)]}"\n`,
    );
    written += writer.length - start;
    writer.endRecord();
  }
}

const EVENTS = ["view", "view", "click", "buy", "search"];
const COUNTRIES = ["DE", "KR", "US", "BR", "NG"];

function generateJsonLines(writer: DataWriter, sizeBytes: number): void {
  const random = new Random(7);
  const users = new Zipf(100_000, 1.02);
  for (let written = 0, time = 1_767_225_600; written < sizeBytes; time++) {
    const start = writer.length;
    writer.text(
      `{"ts":${time},"event":"${EVENTS[random.below(5)]}","user":{"id":"u${users.draw(random)}",` +
        `"country":"${COUNTRIES[random.below(5)]}","tags":["t${random.below(50)}","t${random.below(50)}"]},` +
        `"items":[{"sku":"s${random.below(9999)}","qty":${1 + random.below(9)},"price":${random.below(10_000) / 100}}],` +
        `"amount":${random.below(100_000) / 100},"note":"order ${random.next().toString(36)} of the day"}\n`,
    );
    written += writer.length - start;
    writer.endRecord();
  }
}

function generateGraph(writer: DataWriter, sizeBytes: number): void {
  const random = new Random(8);
  const nodes = Math.max(10, Math.floor(sizeBytes / 200));
  const targets = new Zipf(nodes, 0.9);
  for (let written = 0; written < sizeBytes; ) {
    const start = writer.length;
    writer.text(`n${random.below(nodes)}\tn${targets.draw(random)}\n`);
    written += writer.length - start;
    writer.endRecord();
  }
}

/** Writes one data set as files of at most `fileBytes` into `folder`. */
export function generate(
  set: DataSet,
  folder: string,
  sizeBytes: number,
  fileBytes = 64 << 20,
): void {
  const writer = new DataWriter(folder, EXTENSIONS[set], fileBytes);
  GENERATORS[set](writer, sizeBytes);
  writer.close();
}
