/** What the documents say is true: their commands run, their code compiles, their links and file names lead somewhere. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { JOB_TRANSITIONS, TASK_TRANSITIONS } from "../../src/engine/transition.js";
import { libraryJobs } from "../../src/jobs/library/index.js";
import { packageRoot } from "../../src/config/layout.js";
import { checkTypes } from "./support/check-types.js";
import {
  anchorsOf,
  blocksOf,
  type Document,
  linksOf,
  pathsIn,
  readDocuments,
} from "./support/document.js";
import { Stage } from "./support/stage.js";

const documents = readDocuments();
const byName = (name: string) => documents.find((document) => document.name === name)?.text ?? "";
const played = documents.filter(({ blocks }) => blocks.some(isPlayed));

function isPlayed({ language, mark }: Document["blocks"][number]): boolean {
  return mark.kind !== "skip" && (language === "sh" || mark.kind !== "none");
}

describe("the commands of", () => {
  it.each(played)(
    "$name run, in order, and print what it says",
    { timeout: 60_000 },
    async (document) => {
      const stage = await Stage.open();
      try {
        for (const block of document.blocks) {
          try {
            stage.play(block);
          } catch (error) {
            throw new Error(`${document.name}:${block.line}: ${String(error)}`, { cause: error });
          }
        }
      } finally {
        stage.close();
      }
    },
  );
});

describe("the code in the documents", () => {
  it("compiles", { timeout: 60_000 }, () => {
    expect(checkTypes(documents)).toBe("");
  });

  it("would not compile with a mistake in it", { timeout: 60_000 }, () => {
    const text =
      '```ts\nimport { sum } from "mr-engine";\nexport const wrong: string = sum();\n```\n';
    const wrong = { name: "wrong.md", text, blocks: blocksOf("wrong.md", text) };
    expect(checkTypes([wrong])).toContain("TS2322");
  });
});

describe.each(documents)("$name", ({ name, text }) => {
  it("has only links that lead somewhere", () => {
    expect(linksOf(text).filter((target) => !leadsSomewhere(name, target))).toEqual([]);
  });

  it("names only files and folders that exist", () => {
    expect(pathsIn(text).filter((path) => !existsSync(join(packageRoot(), path)))).toEqual([]);
  });

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
      readonly scripts: { readonly [script: string]: string };
    };
    const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const name = path === "" ? from : join(dirname(from), path);
  if (!existsSync(join(packageRoot(), name))) return false;
  return anchor === undefined || anchorsOf(byName(name)).has(anchor);
}

describe("docs/states.md", () => {
  it.each([
    { what: "task", table: TASK_TRANSITIONS },
    { what: "job", table: JOB_TRANSITIONS },
  ])("lists the transitions of a $what as the program has them", ({ what, table }) => {
    const section = new RegExp(`^## ${what}s?$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, "im").exec(
      byName("docs/states.md"),
    )?.[1];
    const rows = [...(section ?? "").matchAll(/^\| `([\w-]+)` \| `([\w-]+)` \| `([\w-]+)` \|/gm)];
    const listed = rows.map(([, from, fact, to]) => `${from} ${fact} ${to}`);
    expect(listed.toSorted()).toEqual(rowsOf(table).toSorted());
  });
});

function rowsOf(table: {
  readonly [from: string]: { readonly [fact: string]: readonly string[] };
}) {
  return Object.entries(table).flatMap(([from, facts]) =>
    Object.entries(facts).flatMap(([fact, states]) => states.map((to) => `${from} ${fact} ${to}`)),
  );
}

describe("README.md", () => {
  it("names every job of the library", () => {
    const missing = libraryJobs().filter((job) => !byName("README.md").includes(`\`${job}\``));
    expect(missing).toEqual([]);
  });
});
