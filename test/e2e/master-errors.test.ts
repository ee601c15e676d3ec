/** What keeps master, workers and clients apart is told in one clear line with a hint, within a bounded time. */

import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/config/layout.js";
import type { Result } from "./support/cli.js";
import { until } from "./support/cli.js";
import { Cluster } from "./support/cluster.js";
import { Gates } from "./support/gates.js";
import { MEASURES_JOB, sampleMeasures } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const sandbox = new Sandbox();
let gates: Gates;

beforeAll(() => {
  sandbox.write("in/a.txt", "a b a\n");
  sandbox.write("measures.tsv", sampleMeasures(1, 500));
  sandbox.write("measures.ts", MEASURES_JOB);
  gates = new Gates(sandbox);
});
afterEach(() => sandbox.expectNothingLeft());
afterAll(() => sandbox.remove());

function expectRefusal(result: Result, exitCode: number, message: RegExp, hint: RegExp): void {
  expect(result).toMatchObject({ code: exitCode, stdout: "" });
  const lines = result.stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(message);
  expect(lines[1]).toMatch(/^hint: /);
  expect(lines[1]).toMatch(hint);
}

/** Accepts connections and says nothing, as a hung program does. */
async function listenInSilence(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}

describe("without a master", () => {
  const run = ["run", "wordcount", "in", "-o", "out", "--progress", "none"];

  test("a port where nobody listens is told at once", async () => {
    const { server, port } = await listenInSilence();
    await new Promise((resolve) => server.close(resolve));
    const result = sandbox.run([...run, "--master", `127.0.0.1:${port}`]);
    expectRefusal(result, 3, /no answer from the master at .*: connect ECONNREFUSED/, /mr master/);
  });

  test("a port that never answers is given up within its deadline", async () => {
    const { server, port } = await listenInSilence();
    const startedAt = performance.now();
    const { ended } = sandbox.start([...run, "--master", `127.0.0.1:${port}`]);
    expectRefusal(await ended, 3, /no answer from the master at .* within 5 s/, /mr master/);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    server.close();
  });

  test("a port that is in use is refused to a master", async () => {
    const { server, port } = await listenInSilence();
    const state = join(sandbox.folder, "unused-state");
    const args = ["master", "--listen", `127.0.0.1:${port}`, "--state", state];
    const result = await sandbox.start(args).ended;
    expectRefusal(result, 2, new RegExp(`port ${port} on 127\\.0\\.0\\.1 is in use`), /--listen/);
    server.close();
  });

  test("a master for all to reach is refused without a token, and without --insecure", () => {
    const state = ["--state", join(sandbox.folder, "unused-state")];
    const open = sandbox.run(["master", "--listen", "0.0.0.0:0", ...state]);
    expectRefusal(open, 2, /0\.0\.0\.0/, /Make a token/);
    const tokenFile = sandbox.write("long-token", "0123456789abcdef0123\n", 0o600);
    const token = ["--token-file", tokenFile];
    const plain = sandbox.run(["master", "--listen", "0.0.0.0:0", ...state, ...token]);
    expectRefusal(plain, 2, /0\.0\.0\.0/, /--insecure/);
  });
});

describe("with a master", () => {
  let cluster: Cluster;
  beforeEach(async () => {
    cluster = await Cluster.start(sandbox, 1);
  });
  afterEach(() => cluster.stop());

  test.each([
    ["no token", []],
    ["a wrong token", ["--token-file", "wrong"]],
  ])("a client with %s is sent away", (_, access) => {
    sandbox.write("wrong", "quite-another-token-than-that\n", 0o600);
    const master = ["--master", cluster.address, ...access];
    const run = ["run", "wordcount", "in", "-o", "out", "--progress", "none"];
    expectRefusal(sandbox.run([...run, ...master]), 4, /token/, /token/);
    // A worker gives up as well: another try would not change it.
    expectRefusal(sandbox.run(["worker", "-q", ...master]), 4, /token/, /token/);
    expect(existsSync(sandbox.path("out"))).toBe(false);
  });

  test("a client and a worker of another version are told so", () => {
    const program = programOfVersion("9.9.9");
    const jobs = sandbox.run(["jobs", ...cluster.access], { program });
    expectRefusal(jobs, 3, /9\.9\.9/, /same version/);
    const worker = sandbox.run(["worker", "-q", ...cluster.access], { program });
    expectRefusal(worker, 3, /9\.9\.9/, /same version/);
  });

  test("Ctrl-C detaches from a job, which goes on, and says how to come back", async () => {
    gates.clear();
    gates.hold("map-0");
    const running = cluster.run(["./measures.ts", "measures.tsv", "--gates", "-o", "detached"]);
    await gates.arrival("map-0");
    running.child.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    const id = /mr wait (\S+)/.exec(stderr)?.[1] ?? "";
    gates.clear();
    expect(sandbox.run(["wait", id, "-q", ...cluster.access])).toMatchObject({ code: 0 });
    expect(sandbox.manifest("detached").records).toBeGreaterThan(0);
  });

  test("Ctrl-C ends a job whose records would go to our standard output", async () => {
    gates.clear();
    gates.hold("map-0");
    const running = cluster.run(["./measures.ts", "measures.tsv", "--gates", "-o", "-"]);
    await gates.arrival("map-0");
    running.child.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 130, stdout: "" });
    gates.clear();
    const jobs = () => sandbox.run(["jobs", "--json", ...cluster.access]).stdout;
    await until("the job is over", () => jobs().includes("cancelled"));
  });
});

/** The built program as another release of it would be. */
function programOfVersion(version: string): string {
  const folder = join(sandbox.folder, `mr-${version}`);
  cpSync(join(packageRoot(), "dist"), join(folder, "dist"), { recursive: true });
  for (const name of ["node_modules", "proto"]) {
    symlinkSync(join(packageRoot(), name), join(folder, name));
  }
  const about = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as object;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...about, version }));
  return join(folder, "dist", "bin", "mr.js");
}
