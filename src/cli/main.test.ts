import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "./main.js";
import { fakeIo, type FakeIoOptions } from "./test-support.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "mr-test-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function mr(words: string, options: FakeIoOptions = {}) {
  const world = fakeIo({ cwd, ...options });
  const argv = ["node", "mr", ...words.split(" ").filter((word) => word !== "")];
  const exitCode = await main(argv, world.io);
  return { exitCode, out: world.out(), error: world.error() };
}

describe("usage", () => {
  test("help goes to standard output and is a success", async () => {
    const { exitCode, out, error } = await mr("--help");
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
    expect(out).toContain("mr run wordcount ./data");
  });

  test("no command at all shows the help on standard error and exits 2", async () => {
    const { exitCode, out, error } = await mr("");
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(error).toContain("Usage: mr");
  });

  test.each([
    ["rn wordcount", "mr: unknown command 'rn'\nhint: Did you mean run?\n"],
    ["verify out --jsno", "mr: unknown option '--jsno'\nhint: Did you mean --json?\n"],
    ["verify", "mr: missing required argument 'dir'\n"],
    ["completion tcsh", "Allowed choices are bash, zsh, fish"],
  ])("`mr %s` is a usage error with a hint", async (words, message) => {
    const { exitCode, out, error } = await mr(words);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(error).toContain(message);
  });
});

describe("errors", () => {
  test("are one line and a hint, with the stack only when asked for", async () => {
    const short = await mr("jobs");
    expect(short.exitCode).toBe(2);
    expect(short.error).toBe(
      "mr: this command needs a master\nhint: Give --master host:port or set MR_MASTER; `mr master` starts one.\n",
    );
    expect((await mr("jobs --verbose")).error).toContain("code: MR_USAGE\nMrError: this command");
  });

  test("have colours where they are wanted, decided for each stream", async () => {
    const escape = "\u001b[";
    expect((await mr("jobs", { isTTY: true })).error).toContain(escape);
    expect((await mr("jobs")).error).not.toContain(escape);
    expect((await mr("jobs", { environment: { FORCE_COLOR: "1" } })).error).toContain(escape);
    const unwanted = { isTTY: true, environment: { NO_COLOR: "1", FORCE_COLOR: "1" } };
    expect((await mr("jobs", unwanted)).error).not.toContain(escape);
    expect((await mr("jobs --no-color", { isTTY: true })).error).not.toContain(escape);
  });

  test("of a run are a JSON document as well when one was asked for", async () => {
    const { exitCode, out } = await mr("run wordcount gone --master nonsense --json");
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      format: "mr-run/1",
      state: "refused",
      error: { code: "MR_CONFIG" },
    });
  });
});

describe("what contradicts itself", () => {
  test.each([
    ["run wordcount in -o - --json", "both want standard output"],
    ["run wordcount in --detach", "--detach needs a master"],
    ["run wordcount in -o - --detach --master h:1", "-o - cannot be used with --detach"],
    ["run wordcount - --detach --master h:1", "standard input can be read by local runs only"],
  ])("`mr %s` is refused", async (words, message) => {
    const { exitCode, error } = await mr(words);
    expect(exitCode).toBe(2);
    expect(error).toContain(message);
  });
});

describe("a master's door", () => {
  test("beyond loopback it opens only with a private token and a word that it is insecure", async () => {
    writeFileSync(join(cwd, "token"), "0123456789abcdef0123", { mode: 0o644 });
    const listen = "master --listen 0.0.0.0:0 --state state";
    expect((await mr(listen)).error).toContain("needs --token-file");
    expect((await mr(`${listen} --token-file token`)).error).toContain("needs --insecure as well");
    const open = await mr(`${listen} --token-file token --insecure`);
    expect(open.exitCode).toBe(2);
    expect(open.error).toContain("others can read the token file");
    expect(readdirSync(cwd)).toEqual(["token"]);
  });

  test("a worker's door is as narrow", async () => {
    const { exitCode, error } = await mr("worker --master 127.0.0.1:1 --listen 0.0.0.0");
    expect(exitCode).toBe(2);
    expect(error).toContain("a worker that listens on 0.0.0.0 needs --token-file");
  });
});

describe("mr init", () => {
  test("writes a job with its test, and never over a file that is there", async () => {
    expect((await mr("init top")).exitCode).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(["top.test.ts", "top.ts"]);
    const again = await mr("init top");
    expect(again.exitCode).toBe(2);
    expect(again.error).toContain("top.ts exists already");
  });

  test("says why it cannot write", async () => {
    if (process.getuid?.() === 0) return;
    chmodSync(cwd, 0o500);
    const { exitCode, error } = await mr("init top");
    chmodSync(cwd, 0o700);
    expect(exitCode).toBe(2);
    expect(error).toContain("cannot write top.ts");
  });
});

describe("mr plan", () => {
  test("shows files, splits and stages, and leaves nothing behind", async () => {
    writeFileSync(join(cwd, "in.txt"), "a b\n".repeat(1000));
    const { exitCode, out } = await mr("plan wordcount in.txt --split-size 1K -r 3");
    expect(exitCode).toBe(0);
    expect(out).toContain("input: 1 file, 3.9 KiB, 4 splits");
    expect(out).toContain("stage    reduce: 3 tasks, reads map");
    expect(readdirSync(cwd)).toEqual(["in.txt"]);
  });

  test("as JSON is one versioned document", async () => {
    writeFileSync(join(cwd, "in.txt"), "a b\n");
    const { out } = await mr("run grep in.txt --pattern a --dry-run --json");
    expect(JSON.parse(out)).toMatchObject({
      format: "mr-plan/1",
      params: { pattern: "a" },
      stages: [{ name: "map", tasks: 1 }],
    });
  });

  test("a missing input and a misspelt job are told with a hint", async () => {
    const missing = await mr("plan wordcount gone");
    expect(missing).toMatchObject({ exitCode: 2, out: "" });
    expect(missing.error).toContain("the input gone does not exist");
    expect((await mr("plan wrodcount gone")).error).toContain("Did you mean wordcount?");
  });
});

test("mr run JOB --help lists the job's own parameters", async () => {
  const { exitCode, out } = await mr("run grep --help");
  expect(exitCode).toBe(0);
  expect(out).toMatch(/--pattern <string> +what to look for \(required\)/);
});
