import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import { createMasterClient } from "./client.js";
import type { MasterClient } from "./messages.js";
import { type RpcServer, startServer } from "./server.js";
import { serviceOf } from "./test-service.js";

const job = "j1" as JobId;
const padding = "x".repeat(100_000);

let pulled: number;
let ended: boolean;
let server: RpcServer;
let client: MasterClient;

/** Views without end; counts how many the server has asked for. */
async function* endless(): AsyncGenerator<JobView> {
  try {
    for (;;) {
      pulled++;
      await new Promise((resolve) => setImmediate(resolve));
      const state = { kind: "running" } as const;
      yield { id: job, name: padding, state, stages: [] } as unknown as JobView;
    }
  } finally {
    ended = true;
  }
}

beforeEach(async () => {
  [pulled, ended] = [0, false];
  const service = serviceOf({ client: { watch: endless } });
  server = await startServer({ host: "127.0.0.1", port: 0, token: null, service });
  client = createMasterClient({ address: server.address, token: null });
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe("a stream from the master", () => {
  test("is asked for no faster than it is read", async () => {
    const views = client.watch(job)[Symbol.asyncIterator]();
    await views.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const whilePaused = pulled;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(pulled).toBe(whilePaused);
    expect(pulled).toBeLessThan(100);
    for (let read = 0; read < 200; read++) await views.next();
    expect(pulled).toBeGreaterThan(200);
    await views.return?.();
  });

  test("ends at the master when the reader stops", async () => {
    for await (const view of client.watch(job)) {
      expect(view.id).toBe(job);
      break;
    }
    await expect.poll(() => ended).toBe(true);
    const after = pulled;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pulled).toBe(after);
  });
});
