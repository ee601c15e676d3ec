/** Type-checks the TypeScript blocks of all documents at once, as modules of a user's own. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";
import type { Document } from "./document.js";

/** The compiler's complaints, with the document and the line of each; empty when all is well. */
export function checkTypes(documents: readonly Document[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-docs-types-")));
  try {
    for (const document of documents) writeBlocks(document, folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration()));
    const compiler = join(packageRoot(), "node_modules", "typescript", "bin", "tsc");
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", folder], {
      encoding: "utf8",
      timeout: 50_000,
    });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder for each document; blocks keep the names that their documents give them. */
function writeBlocks({ name, blocks }: Document, folder: string): void {
  for (const { language, mark, text, line } of blocks) {
    if (language !== "ts" || mark.kind === "skip") continue;
    const file = mark.kind === "file" ? mark.name : `block-${line}.ts`;
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function declarationsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}

function configuration() {
  const root = packageRoot();
  return {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      rootDir: "/",
      noEmit: true,
      declaration: false,
      emitDeclarationOnly: false,
      allowImportingTsExtensions: true,
      typeRoots: [join(root, "node_modules", "@types")],
      paths: {
        "mr-engine": [join(root, "src/index.ts")],
        "mr-engine/testing": [join(root, "src/testing.ts")],
      },
    },
    include: ["**/*.ts"],
    // The API's own sources are compiled along, and need their ambient declarations.
    files: declarationsBelow(join(root, "src")),
  };
}
