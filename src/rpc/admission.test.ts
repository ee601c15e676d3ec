import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { version } from "../config/layout.js";
import type { MrError } from "../engine/error.js";
import type { Incarnation, JobId, WorkerId } from "../engine/ids.js";
import { createMasterClient } from "./client.js";
import { fetchBundle } from "./fetch-bundle.js";
import { versionSkew } from "./identity.js";
import { loadWire } from "./load.js";
import { type MasterClient, PROTOCOL_VERSION } from "./messages.js";
import { type RpcServer, startServer } from "./server.js";
import { serviceOf } from "./test-service.js";
import { openWorkerSession } from "./worker-session.js";

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const INFO = {
  version: version(),
  protocol: PROTOCOL_VERSION,
  epoch: 1,
  workers: 0,
  slots: 0,
  jobsRunning: 0,
  startedAt: 1.5,
};

async function serve(token: string | null, port = 0): Promise<RpcServer> {
  const service = serviceOf({ client: { info: async () => INFO } });
  const server = await startServer({ host: "127.0.0.1", port, token, service });
  cleanups.push(() => server.close());
  return server;
}

function clientOf(address: string, token: string | null, connectTimeoutMs = 1_000): MasterClient {
  const client = createMasterClient({ address, token, connectTimeoutMs });
  cleanups.push(() => client.close());
  return client;
}

const hello = {
  kind: "hello",
  info: {
    worker: "w" as WorkerId,
    incarnation: "0000000000000000" as Incarnation,
    slots: 1,
    hostId: "h",
    dataAddress: "",
    processId: 1,
  },
  running: [],
  kept: [],
  shortOf: null,
  version: version(),
  protocol: PROTOCOL_VERSION,
} as const;

function openSession(address: string, token: string | null) {
  const ignore = () => undefined;
  return openWorkerSession({ address, token, hello, onMessage: ignore, onClose: ignore });
}

/** Every door of the master, as a call that must not get through. */
function everyCall(address: string, token: string | null): [string, () => Promise<unknown>][] {
  const client = clientOf(address, token);
  const job = "j1" as JobId;
  const drainOf = async (items: AsyncIterable<unknown>) => {
    for await (const _item of items);
  };
  return [
    ["info", () => client.info()],
    ["putBundle", () => client.putBundle("0".repeat(64), new Uint8Array(3 << 20))],
    ["submit", () => client.submit({} as Parameters<MasterClient["submit"]>[0])],
    ["watch", () => drainOf(client.watch(job))],
    ["job", () => client.job(job)],
    ["jobs", () => client.jobs()],
    ["workers", () => client.workers()],
    ["cancel", () => client.cancel(job, "")],
    ["drain", () => client.drain("w")],
    ["history", () => client.history(job)],
    ["logs", () => drainOf(client.logs(job, true))],
    ["session", () => openSession(address, token)],
    ["bundle", () => fetchBundle({ address, token, sha256: "0".repeat(64) })],
  ];
}

describe("a master with a token", () => {
  test("lets in who shows it, whatever characters it has", async () => {
    const token = "gehëim \n\u0000 ☃";
    const { address } = await serve(token);
    expect(await clientOf(address, token).info()).toEqual(INFO);
  });

  test.each([null, "", "secre", "secret2", "Secret"])(
    "refuses every call with %j",
    async (shown) => {
      const { address } = await serve("secret");
      for (const [name, call] of everyCall(address, shown)) {
        const refusal = await call().then(
          () => "let in",
          (error: MrError) => error.code,
        );
        expect([name, refusal]).toEqual([name, "MR_UNAUTHENTICATED"]);
      }
    },
  );

  test("says what to do", async () => {
    const { address } = await serve("secret");
    await expect(clientOf(address, null).info()).rejects.toMatchObject({
      code: "MR_UNAUTHENTICATED",
      hint: expect.stringContaining("--token-file"),
    });
  });
});

describe("another version", () => {
  test("is refused with both versions and what to do", async () => {
    const { grpc, services } = await loadWire();
    const { address } = await serve(null);
    const stub = new services.Clients(address, grpc.credentials.createInsecure());
    cleanups.push(() => stub.close());
    const metadata = new grpc.Metadata();
    metadata.set("mr-version", "9.9.9");
    metadata.set("mr-protocol", "77");
    const status = await new Promise<{ code: number; details: string }>((resolve) => {
      stub.info({}, metadata, (error) => resolve(error ?? { code: 0, details: "" }));
    });
    expect(status.code).toBe(grpc.status.FAILED_PRECONDITION);
    for (const part of ["MR_VERSION_SKEW", "9.9.9", "protocol 77", version()]) {
      expect(status.details).toContain(part);
    }
  });

  test("is a different version or a different protocol", () => {
    expect(versionSkew(version(), PROTOCOL_VERSION)).toBeNull();
    expect(versionSkew("0.0.1", PROTOCOL_VERSION)).toMatchObject({ code: "MR_VERSION_SKEW" });
    expect(versionSkew(version(), PROTOCOL_VERSION + 1)?.hint).toContain("upgrade");
  });
});

describe("a master that does not answer", () => {
  test("is named, at once when nobody listens", async () => {
    const { address, close } = await serve(null);
    await close();
    const started = performance.now();
    for (const [name, call] of everyCall(address, null)) {
      const error = await call().then(
        () => null,
        (caught: MrError) => caught,
      );
      expect([name, error?.code]).toEqual([name, "MR_UNREACHABLE"]);
      expect(error?.message).toContain(address);
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test("is given up within the deadline when it swallows what is sent", async () => {
    const address = await startSilentServer();
    const started = performance.now();
    await expect(clientOf(address, null, 300).info()).rejects.toMatchObject({
      code: "MR_UNREACHABLE",
      message: expect.stringContaining(address),
    });
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test("is found again by the same client when it is back", async () => {
    const first = await serve(null);
    const client = clientOf(first.address, null);
    expect(await client.info()).toEqual(INFO);
    await first.close();
    await expect(client.info()).rejects.toMatchObject({ code: "MR_UNREACHABLE" });
    await serve(null, Number(first.address.split(":")[1]));
    await expect.poll(() => client.info().catch(() => null), { timeout: 5_000 }).toEqual(INFO);
  });
});

/** Accepts connections and never says a word. */
async function startSilentServer(): Promise<string> {
  const server: Server = createServer((socket) => {
    cleanups.push(() => void socket.destroy());
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => void server.close());
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  return `127.0.0.1:${at.port}`;
}

test("a used port is named", async () => {
  const { address } = await serve(null);
  const port = Number(address.split(":")[1]);
  await expect(serve(null, port)).rejects.toMatchObject({
    code: "MR_PORT_IN_USE",
    message: expect.stringContaining(String(port)),
  });
});
