/** What the master's port does with connections, whoever holds them. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createMasterClient } from "./client.js";
import type { MasterInfo } from "./messages.js";
import { startServer } from "./server.js";
import { serviceOf } from "./test-service.js";

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Milliseconds after which the server closed a connection that pings but never calls. */
async function closedAfter(address: string): Promise<number> {
  const openedAt = performance.now();
  const session = connect(`http://${address}`);
  const pings = setInterval(() => session.closed || session.ping(() => undefined), 50);
  cleanups.push(() => clearInterval(pings));
  await new Promise<void>((resolve, reject) => {
    session.on("close", resolve).on("error", reject);
  });
  return performance.now() - openedAt;
}

test("a connection that nobody uses is closed though it pings; one with a call is kept", async () => {
  let endWatch: (views: never[]) => void = () => undefined;
  const ended = new Promise<never[]>((resolve) => (endWatch = resolve));
  const watch = async function* (): AsyncGenerator<never> {
    yield* await ended;
  };
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    token: null,
    service: serviceOf({ client: { watch } }),
    idleConnectionMs: 300,
  });
  cleanups.push(() => server.close());
  const client = createMasterClient({ address: server.address, token: null });
  cleanups.push(() => client.close());
  let end: unknown = "still open";
  const watched = client
    .watch("j1" as never)
    [Symbol.asyncIterator]()
    .next();
  void watched.then(
    ({ done }) => (end = done),
    (error: unknown) => (end = error),
  );
  const openMs = await closedAfter(server.address);
  expect(openMs).toBeGreaterThan(250);
  expect(openMs).toBeLessThan(5_000);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(end).toBe("still open");
  endWatch([]);
  await watched;
  expect(end).toBe(true);
});

const answers = () =>
  serviceOf({ client: { info: () => Promise.resolve({ epoch: 1 } as unknown as MasterInfo) } });

test("a socket file instead of a port, also where a killed process has left one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mr-socket-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const socketFile = join(folder, "master.sock");
  writeFileSync(socketFile, "left");
  const place = { host: "127.0.0.1", port: 0, token: "secret", service: answers() };
  const server = await startServer({ ...place, socketFile });
  cleanups.push(() => server.close());
  expect(server.address).toBe(`unix:${socketFile}`);
  const [friend, stranger] = ["secret", "guess"].map((token) => {
    const client = createMasterClient({ address: server.address, token });
    cleanups.push(() => client.close());
    return client;
  });
  await expect(friend?.info()).resolves.toBeDefined();
  await expect(stranger?.info()).rejects.toMatchObject({
    code: "MR_UNAUTHENTICATED",
  });
});

test("where no socket file can be, or its path is too long for the system, there is a port (D1)", async () => {
  const place = { host: "127.0.0.1", port: 0, token: null, service: answers() };
  for (const socketFile of ["/there/is/no/folder/master.sock", join(tmpdir(), "x".repeat(104))]) {
    const server = await startServer({ ...place, socketFile });
    cleanups.push(() => server.close());
    expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(existsSync(socketFile)).toBe(false);
    const client = createMasterClient({ address: server.address, token: null });
    cleanups.push(() => client.close());
    await expect(client.info()).resolves.toBeDefined();
  }
});
