import { createHash } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { version } from "../config/layout.js";
import type { MrError } from "../engine/error.js";
import type { Incarnation, JobId, WorkerId } from "../engine/ids.js";
import { createMasterClient } from "./client.js";
import { fetchBundle } from "./fetch-bundle.js";
import type { MasterMessage, WorkerMessage } from "./messages.js";
import { type RpcServer, startServer } from "./server.js";
import { serviceOf } from "./test-service.js";
import type { WorkerLink } from "./worker-link.js";
import { openWorkerSession, type WorkerSession } from "./worker-session.js";

const welcome: MasterMessage = {
  kind: "welcome",
  epoch: 1,
  version: version(),
  heartbeatIntervalMs: 1000,
  dataToken: "t",
};
const attempt = { job: "j1" as JobId, stage: "map", index: 0, attempt: 1 };

/** A master that greets, then does what the test says. */
class Host {
  readonly heard: WorkerMessage[] = [];
  readonly endings: (MrError | null)[] = [];
  links: WorkerLink[] = [];
  greeting: (link: WorkerLink) => void = (link) => link.send(welcome);
  readonly bundles = new Map<string, Uint8Array>();
  server: RpcServer | null = null;

  async start(): Promise<string> {
    const service = serviceOf({
      session: (link) => {
        this.links.push(link);
        return {
          message: (message) => {
            this.heard.push(message);
            if (message.kind === "hello") this.greeting(link);
          },
          closed: (error) => this.endings.push(error),
        };
      },
      client: { putBundle: async (sha256, bytes) => void this.bundles.set(sha256, bytes) },
      bundle: async (sha256) => this.bundles.get(sha256) ?? Buffer.from("damaged"),
    });
    this.server = await startServer({ host: "127.0.0.1", port: 0, token: null, service });
    return this.server.address;
  }

  get link(): WorkerLink {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error("nobody has dialled");
    return link;
  }
}

let host: Host;
let address: string;
let sessions: WorkerSession[];
beforeEach(async () => {
  host = new Host();
  sessions = [];
  address = await host.start();
});
afterEach(async () => {
  for (const session of sessions) await session.close();
  await host.server?.close();
});

interface Ear {
  readonly messages: MasterMessage[];
  readonly endings: (MrError | null)[];
}

async function dial(connectTimeoutMs = 5_000): Promise<Ear & { session: WorkerSession }> {
  const ear: Ear = { messages: [], endings: [] };
  const session = await openWorkerSession({
    address,
    token: null,
    connectTimeoutMs,
    hello: {
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
      protocol: 1,
    },
    onMessage: (message) => ear.messages.push(message),
    onClose: (error) => ear.endings.push(error),
  });
  sessions.push(session);
  return { ...ear, session };
}

describe("a session", () => {
  test("is open with the welcome; what came along is delivered afterwards, in order", async () => {
    host.greeting = (link) => {
      link.send(welcome);
      link.send({ kind: "discard", job: attempt.job });
      link.send({ kind: "drain" });
    };
    const { session, messages } = await dial();
    expect(session.welcome).toEqual(welcome);
    expect(messages).toEqual([]);
    await expect
      .poll(() => messages.map(({ kind }) => kind))
      .toEqual(["welcome", "discard", "drain"]);
  });

  test("carries thousands of messages both ways in order", async () => {
    const { session, messages } = await dial();
    for (let index = 0; index < 5_000; index++) {
      session.send({ kind: "log", attempt: { ...attempt, index }, lines: ["x".repeat(100)] });
      host.link.send({ kind: "assign", attempt: { ...attempt, index }, payload: null });
    }
    await expect.poll(() => messages.length, { timeout: 10_000 }).toBe(5_001);
    await expect.poll(() => host.heard.length, { timeout: 10_000 }).toBe(5_001);
    const order = host.heard
      .slice(1)
      .map((said) => (said.kind === "log" ? said.attempt.index : -1));
    expect(order).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  });
});

describe("a session ends", () => {
  test("when the worker closes it: what was queued arrives, and both sides part in good order", async () => {
    const { session, endings } = await dial();
    session.send({ kind: "goodbye", reason: "done" });
    await session.close();
    await expect.poll(() => host.endings).toEqual([null]);
    expect(host.heard.at(-1)).toEqual({ kind: "goodbye", reason: "done" });
    await expect.poll(() => endings).toEqual([null]);
    session.send({ kind: "draining" });
  });

  test("when the master closes it, and the worker is told why, once", async () => {
    const { endings } = await dial();
    const error = { code: "MR_STALE", message: "given up", hint: "join again" } as const;
    host.link.send({ kind: "rejected", error });
    host.link.close();
    await expect.poll(() => endings).toMatchObject([error]);
  });

  test("before it began when the master refuses, with the master's words", async () => {
    const error = { code: "MR_CONFIG", message: "name taken", hint: "another name" } as const;
    host.greeting = (link) => {
      link.send({ kind: "rejected", error });
      link.close();
    };
    await expect(dial()).rejects.toMatchObject(error);
  });

  test("within the deadline when nobody says welcome", async () => {
    host.greeting = () => undefined;
    await expect(dial(300)).rejects.toMatchObject({ code: "MR_UNREACHABLE" });
    await expect.poll(() => host.endings.length).toBe(1);
  });

  test("when the master goes away", async () => {
    const { endings } = await dial();
    await host.server?.close();
    await expect.poll(() => endings).toMatchObject([{ code: "MR_UNREACHABLE" }]);
    expect(host.endings).toHaveLength(1);
  });

  test("on both sides when the connection between them is cut", async () => {
    const cut = await putWireBetween();
    const { endings } = await dial();
    await cut();
    await expect.poll(() => endings).toMatchObject([{ code: "MR_UNREACHABLE" }]);
    await expect.poll(() => host.endings).toMatchObject([{ code: "MR_WORKER_LOST" }]);
  });

  test("when the worker says what nobody understands", async () => {
    const { session, endings } = await dial();
    expect(() =>
      session.send({ kind: "log", attempt: { ...attempt, attempt: 0 }, lines: [] }),
    ).toThrow("attempt.attempt");
    session.send({ kind: "log", attempt: { ...attempt, stage: "a/b" }, lines: [] });
    await expect.poll(() => endings).toMatchObject([{ code: "MR_PROTOCOL" }]);
    expect(host.endings).toMatchObject([{ code: "MR_PROTOCOL" }]);
  });
});

/** From here on `address` leads through a wire that the test can cut. */
async function putWireBetween(): Promise<() => Promise<void>> {
  const [hostname, port] = address.split(":");
  const ends: Socket[] = [];
  const relay = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) end.on("error", () => undefined);
    near.pipe(far).pipe(near);
    ends.push(near, far);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const at = relay.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  address = `127.0.0.1:${at.port}`;
  return async () => {
    for (const end of ends) end.destroy();
    await new Promise((resolve) => relay.close(resolve));
  };
}

describe("a bundle", () => {
  const bytes = Buffer.alloc(5_000_001, "code ");
  const sha256 = createHash("sha256").update(bytes).digest("hex");

  test("goes up and down in chunks, whole", async () => {
    const client = createMasterClient({ address, token: null });
    await client.putBundle(sha256, bytes);
    await client.close();
    expect(host.bundles.get(sha256)?.length).toBe(bytes.length);
    const fetched = await fetchBundle({ address, token: null, sha256 });
    expect(bytes.equals(fetched)).toBe(true);
  });

  test("is refused when it is too large, and when it is not what was asked for", async () => {
    const client = createMasterClient({ address, token: null });
    await expect(client.putBundle(sha256, new Uint8Array(65 << 20))).rejects.toMatchObject({
      code: "MR_JOB_INVALID",
    });
    await client.close();
    await expect(
      fetchBundle({ address, token: null, sha256: "ab".repeat(32) }),
    ).rejects.toMatchObject({ code: "MR_PROTOCOL" });
  });
});
