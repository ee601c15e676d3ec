import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { listInput } from "./inputs.js";
import { readRecords, testFolder, textLines } from "./test-support.js";

const folder = testFolder();

async function labels(...paths: string[]): Promise<string[]> {
  return (await listInput(paths, folder.path)).map((file) => file.label);
}

describe("a folder", () => {
  it("gives every regular file below it, as it was given, sorted by bytes", async () => {
    for (const name of [
      "b.txt",
      "a/c.txt",
      "a.txt",
      ".dot",
      "a/.x/y",
      "ä",
      "Z",
      "\u{1f600}",
      "\uffee",
    ]) {
      folder.write(`tree/${name}`, name);
    }
    const expected = ["tree/.dot", "tree/Z", "tree/a.txt", "tree/a/.x/y", "tree/a/c.txt"];
    const all = [...expected, "tree/b.txt", "tree/ä", "tree/\uffee", "tree/\u{1f600}"];
    expect(await labels("tree")).toEqual(all);
    expect(await labels("tree///")).toEqual(all);
    expect(await labels("./tree")).toEqual(all.map((label) => `./${label}`));
    const absolute = join(folder.path, "tree");
    expect(await labels(absolute)).toEqual(all.map((label) => join(folder.path, label)));
  });

  it("leaves out _SUCCESS, _temporary, links to folders, broken links and pipes", async () => {
    folder.write("mixed/part-r-00000", "x");
    folder.write("mixed/_SUCCESS", "x");
    folder.write("mixed/_temporary/x", "x");
    folder.write("mixed/sub/_SUCCESS", "x");
    folder.write("mixed/sub2/_SUCCESS/x", "x");
    folder.write("mixed/sub2/_temporary", "x");
    symlinkSync("part-r-00000", join(folder.path, "mixed/link"));
    symlinkSync("nowhere", join(folder.path, "mixed/broken"));
    symlinkSync("self", join(folder.path, "mixed/self"));
    symlinkSync("..", join(folder.path, "mixed/sub/loop"));
    execFileSync("mkfifo", [join(folder.path, "mixed/pipe")]);
    expect(await labels("mixed")).toEqual(["mixed/link", "mixed/part-r-00000"]);
    expect(await labels("mixed/*")).toEqual(["mixed/link", "mixed/part-r-00000"]);
    expect(await labels("mixed/_SUCCESS")).toEqual(["mixed/_SUCCESS"]);
    await expect(labels("mixed/pipe")).rejects.toMatchObject({ code: "MR_INPUT_UNREADABLE" });
  });

  it("that is a link given by name is followed", async () => {
    folder.write("real/a", "x");
    symlinkSync("real", join(folder.path, "alias"));
    expect(await labels("alias")).toEqual(["alias/a"]);
  });
});

describe("a glob", () => {
  it("gives files, and what is below the folders that match", async () => {
    for (const name of ["2024/a.log", "2024/b.txt", "2025/a.log", "2025/deep/c.log", ".h/x.log"]) {
      folder.write(`logs/${name}`, "x");
    }
    expect(await labels("logs/*/*.log")).toEqual(["logs/2024/a.log", "logs/2025/a.log"]);
    expect(await labels("./logs/**/c*")).toEqual(["./logs/2025/deep/c.log"]);
    expect(await labels("logs/2025*")).toEqual(["logs/2025/a.log", "logs/2025/deep/c.log"]);
    expect(await labels("logs/{2024,2025}/a.log", "logs/*/a.log")).toHaveLength(2);
  });

  it("means itself where a path of that name exists", async () => {
    folder.write("data (1)/x [a].txt", "1");
    folder.write("data (1)/x a.txt", "2");
    folder.write("data (1)/y{1}.txt", "3");
    folder.write("what?/*.txt", "4");
    expect(await labels("data (1)/x [a].txt")).toEqual(["data (1)/x [a].txt"]);
    expect(await labels("data (1)/x*.txt")).toEqual(["data (1)/x [a].txt", "data (1)/x a.txt"]);
    expect(await labels("dat* (1)/y{1}.txt")).toEqual(["data (1)/y{1}.txt"]);
    expect(await labels("what?")).toEqual(["what?/*.txt"]);
  });

  it("ends in spite of a loop of links", async () => {
    folder.write("loop/a/x.txt", "1");
    symlinkSync("..", join(folder.path, "loop/a/up"));
    expect(await labels("loop/**/*.txt")).toEqual(["loop/a/x.txt"]);
    expect(await labels("loop/**")).toEqual(["loop/a/x.txt"]);
  });
});

describe("trouble", () => {
  it("names what is missing and where it was looked for", async () => {
    const missing = expect.objectContaining({ code: "MR_INPUT_MISSING" });
    await expect(labels("no such")).rejects.toEqual(missing);
    await expect(labels("no such")).rejects.toThrow(/"no such"/);
    await expect(labels("no*such")).rejects.toMatchObject({
      hint: expect.stringContaining(folder.path),
    });
    await expect(labels("")).rejects.toEqual(missing);
    mkdirSync(join(folder.path, "nothing"));
    await expect(labels("nothing")).rejects.toEqual(missing);
  });

  it("take standard input from where it was copied to", async () => {
    folder.write("-", "a file with this name");
    folder.write("copies/1", "x");
    const copy = join(folder.path, "copies/1");
    const files = await listInput(["copies/1", "-"], folder.path, copy);
    expect(files).toMatchObject([
      { label: "-", path: copy },
      { label: "copies/1", path: copy },
    ]);
    expect(await listInput(["-"], folder.path)).toMatchObject([{ path: join(folder.path, "-") }]);
  });

  it("accepts empty files, and counts a file once", async () => {
    folder.write("empty/a", "");
    const files = await listInput(["empty", "empty/a", "empty/*"], folder.path);
    expect(files).toMatchObject([{ label: "empty/a", sizeBytes: 0, compression: "none" }]);
  });

  it.runIf(process.getuid?.() === 0)("names a file or folder without permission", async () => {
    folder.write("locked/file", "x");
    folder.write("closed/sub/file", "x");
    chmodSync(folder.path, 0o755);
    chmodSync(join(folder.path, "locked/file"), 0);
    chmodSync(join(folder.path, "closed/sub"), 0);
    process.seteuid?.(65534);
    try {
      await expect(labels("locked")).rejects.toMatchObject({ code: "MR_INPUT_UNREADABLE" });
      await expect(labels("locked")).rejects.toThrow(/locked\/file: permission denied/);
      await expect(labels("closed")).rejects.toThrow(/closed\/sub: permission denied/);
    } finally {
      process.seteuid?.(0);
    }
  });
});

describe("compression", () => {
  it("is told by the first bytes, not by the name", async () => {
    folder.write("packed/a.txt", gzipSync("hello"));
    folder.write("packed/b.gz", "hello");
    folder.write("packed/c", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
    folder.write("packed/d", Buffer.from([0x1f]));
    const files = await listInput(["packed"], folder.path);
    expect(files.map((file) => file.compression)).toEqual(["gzip", "none", "zstd", "none"]);
  });
});

describe("a name that is not UTF-8", () => {
  it("is listed, kept apart from others and can be read", async () => {
    mkdirSync(join(folder.path, "raw"));
    const prefix = Buffer.from(`${folder.path}/raw/`);
    for (const byte of [0xff, 0xfe]) {
      writeFileSync(Buffer.concat([prefix, Buffer.from([byte, 0x61])]), `content ${byte}\n`);
    }
    writeFileSync(Buffer.concat([prefix, Buffer.from("\uFFFDa")]), "content of a valid name\n");
    const files = await listInput(["raw"], folder.path);
    const travelled: typeof files = JSON.parse(JSON.stringify(files));
    const contents = [];
    for (const { path, label, compression, sizeBytes } of travelled) {
      const range = { path, label, compression, start: 0, end: sizeBytes };
      contents.push((await readRecords(range, textLines))[0]?.record);
    }
    expect(contents).toEqual(["content of a valid name", "content 254", "content 255"]);
    await expect(labels("raw/*")).rejects.toThrow(/not UTF-8, which patterns cannot hold/);
  });
});
