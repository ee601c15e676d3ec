/**
 * A Markdown document as the tests see it: its fenced blocks with what the comment before each says, links, headings.
 *
 * The comments, on the line before a fence (CONTRIBUTING.md tells writers the same):
 *   <!-- test: skip because REASON -->   the block is not run
 *   <!-- test: file NAME -->             the block is written to NAME, for the blocks after it
 *   <!-- test: run -->                   the TypeScript block is run
 *   <!-- test: prints -->                the block is what the block before it prints on standard output
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";

export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly mark: Mark;
}

export type Mark =
  | { readonly kind: "none" }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "run" }
  | { readonly kind: "prints" };

export interface Document {
  /** From the package's root: `docs/journey.md`. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const ROOT_DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

export function readDocuments(): Document[] {
  const below = readdirSync(join(packageRoot(), "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return [...ROOT_DOCUMENTS, ...below.toSorted()].map(readDocument);
}

function readDocument(name: string): Document {
  const text = readFileSync(join(packageRoot(), name), "utf8");
  return { name, text, blocks: blocksOf(name, text) };
}

export function blocksOf(name: string, text: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly language: string; readonly line: number; readonly mark: Mark } | null = null;
  let content: string[] = [];
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    if (!line.startsWith("```")) {
      content.push(line);
      return;
    }
    if (open === null) {
      const mark = markOf(`${name}:${index}`, lines[index - 1] ?? "");
      open = { language: line.slice(3).trim(), line: index + 1, mark };
      content = [];
      return;
    }
    blocks.push({ ...open, text: `${content.join("\n")}\n` });
    open = null;
  });
  if (open !== null) throw new Error(`${name}: a fence is not closed`);
  return blocks;
}

function markOf(place: string, line: string): Mark {
  const said = /^<!-- test: (.*) -->$/.exec(line)?.[1];
  if (said === undefined) {
    if (line.includes("test:") && line.startsWith("<!--")) throw new Error(`${place}: ${line}`);
    return { kind: "none" };
  }
  const [, reason] = /^skip because (.+)$/.exec(said) ?? [];
  if (reason !== undefined) return { kind: "skip", reason };
  const [, name] = /^file ([\w./-]+)$/.exec(said) ?? [];
  if (name !== undefined) return { kind: "file", name };
  if (said === "run" || said === "prints") return { kind: said };
  throw new Error(`${place}: "${said}" is none of skip because, file, run, prints`);
}

/** What a link can point to in a document, in the form that GitHub gives them. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(headings.map(slug));
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** Relative targets of links, outside of code. */
export function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Paths of the project's own files that the text names between backticks. */
export function pathsIn(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const own = /`((?:src|docs|examples|scripts|proto|bin|bench|test)\/[\w./-]*)`/g;
  return [...prose.matchAll(own)].map(([, path = ""]) => path);
}
