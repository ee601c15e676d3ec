import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { SourceLocation } from "../engine/command.js";
import type { Incarnation, JobId, WorkerId } from "../engine/ids.js";
import { FetchError } from "./fetch-error.js";
import { type ResolveOptions, resolveRuns } from "./fetch.js";
import type { SegmentFile } from "./segment-file.js";
import { encodeGreeting, GREETING } from "./segment-protocol.js";
import { type SegmentServer, startSegmentServer } from "./segment-server.js";
import { collect, collectorOptions, readGroups, temporaryDirectory } from "./shuffle-kit.js";

const JOB = "j0" as JobId;
const servers: SegmentServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function mapOutputs(directory: string, tasks: number): SegmentFile[] {
  return Array.from({ length: tasks }, (_, task) =>
    collect(
      collectorOptions(directory, {
        partitions: 2,
        path: join(directory, `map-${task}.seg`),
      }),
      Array.from({ length: 3000 }, (_, i) => [`key${i % 500}`, `${task}/${i}`] as const),
    ),
  );
}

function locationOf(file: SegmentFile, index: number, dataAddress: string): SourceLocation {
  return {
    index,
    attempt: 1,
    worker: "w1" as WorkerId,
    incarnation: "i1" as Incarnation,
    hostId: "host-a",
    dataAddress,
    path: file.path,
    sizeBytes: file.sizeBytes,
  };
}

async function serve(files: readonly SegmentFile[], changes = {}): Promise<SegmentServer> {
  const server = await startSegmentServer({
    host: "127.0.0.1",
    port: 0,
    token: "secret",
    resolve: (job, name) => {
      const index = files.findIndex((_, i) => name === `map-${String(i).padStart(5, "0")}-a1`);
      return job === JOB ? files[index]?.path : undefined;
    },
    ...changes,
  });
  servers.push(server);
  return server;
}

function resolveOptions(
  directory: string,
  locations: readonly SourceLocation[],
  changes: Partial<ResolveOptions> = {},
): ResolveOptions {
  return {
    job: JOB,
    stage: "map",
    locations,
    partition: 1,
    hostId: "host-b",
    dataToken: "secret",
    directory,
    signal: new AbortController().signal,
    tries: 2,
    firstPauseMs: 1,
    ...changes,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<FetchError> {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof FetchError)) throw new Error(`not a FetchError: ${String(error)}`);
  return error;
}

describe("resolving runs", () => {
  it("gives the same groups in place and over the network", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 5);
    const server = await serve(files);
    const locations = files.map((file, i) => locationOf(file, i, server.address));
    const local = await resolveRuns(resolveOptions(directory, locations, { hostId: "host-a" }));
    const pulled = await resolveRuns(resolveOptions(directory, [...locations].reverse()));
    expect(local.map((run) => run.path)).toEqual(files.map((file) => file.path));
    expect(pulled.every((run) => run.path.includes("pulled-"))).toBe(true);
    expect(readGroups(pulled, directory)).toEqual(readGroups(local, directory));
  });

  it("pulls a file of this host that cannot be opened here", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 1);
    const server = await serve(files);
    const elsewhere = { ...locationOf(files[0], 0, server.address), path: "/no/such/file" };
    const runs = await resolveRuns(resolveOptions(directory, [elsewhere], { hostId: "host-a" }));
    expect(runs).toHaveLength(1);
  });

  it("leaves empty partitions out", async () => {
    const directory = temporaryDirectory();
    const file = collect(collectorOptions(directory, { partitions: 2 }), []);
    const server = await serve([file]);
    const location = locationOf(file, 0, server.address);
    expect(await resolveRuns(resolveOptions(directory, [location]))).toEqual([]);
  });
});

describe("when outputs cannot be read", () => {
  it("names every output of a worker that is gone", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 3);
    const server = await serve(files);
    const locations = files.map((file, i) => locationOf(file, i, server.address));
    await server.close();
    const error = await failureOf(resolveRuns(resolveOptions(directory, locations)));
    expect(error.stage).toBe("map");
    expect(error.sources).toEqual([0, 1, 2].map((index) => ({ index, attempt: 1 })));
    expect(error.code).toBe("MR_FETCH_FAILED");
  });

  it("names only the output that is missing, cut short or damaged", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 4);
    const server = await serve(files);
    rmSync(files[0].path);
    const cut = readFileSync(files[1].path);
    writeFileSync(files[1].path, cut.subarray(0, cut.length - 7));
    const flipped = readFileSync(files[2].path);
    flipped[flipped.length - 500] ^= 1;
    writeFileSync(files[2].path, flipped);
    const locations = files.map((file, i) => locationOf(file, i, server.address));
    const error = await failureOf(resolveRuns(resolveOptions(directory, locations)));
    expect(error.sources.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it("gives a silent worker up", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 1);
    const { createServer } = await import("node:net");
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const location = locationOf(files[0], 0, `127.0.0.1:${port}`);
    const error = await failureOf(
      resolveRuns(resolveOptions(directory, [location], { noProgressMs: 30 })),
    );
    silent.close();
    expect(error.message).toMatch(/nothing was received for 0.03 s/);
  });

  it("stops when it is told to", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 1);
    const stop = new AbortController();
    const location = locationOf(files[0], 0, "127.0.0.1:9");
    const resolving = resolveRuns(
      resolveOptions(directory, [location], { signal: stop.signal, firstPauseMs: 60_000 }),
    );
    setTimeout(() => stop.abort(new Error("enough")), 20);
    await expect(resolving).rejects.toThrow("enough");
  });
});

describe("the segment server", () => {
  it("refuses a wrong token", async () => {
    const directory = temporaryDirectory();
    const files = mapOutputs(directory, 1);
    const server = await serve(files);
    const location = locationOf(files[0], 0, server.address);
    const options = resolveOptions(directory, [location], { dataToken: "guess" });
    expect((await failureOf(resolveRuns(options))).message).toMatch(/refuses us/);
  });

  it("hangs up on those who do not greet, greet wrongly or ask nonsense", async () => {
    const server = await serve([], { greetingTimeoutMs: 50 });
    const greeted = encodeGreeting("secret");
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.concat([GREETING, Buffer.from([255, 255])]),
      Buffer.concat([greeted, Buffer.from([255, 255])]),
      Buffer.concat([greeted, Buffer.from([2, 0]), Buffer.from("{}")]),
    ]) {
      await closedAfter(server.address, bytes);
    }
  });
});

/** Resolves when the server has closed the connection. */
function closedAfter(address: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(address.split(":")[1]), "127.0.0.1");
    socket.on("error", () => {});
    socket.on("data", () => {});
    socket.on("close", () => resolve());
    socket.setTimeout(3000, () => reject(new Error("still open")));
    socket.write(bytes);
  });
}
