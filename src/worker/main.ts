/** Entry point of `dist/worker.js`: a worker process of a local `mr run`, started over IPC (local-protocol.ts). */

import { startAgent } from "./agent.js";
import { serveLocalWorker } from "./serve-local-worker.js";

// While the parent still starts its master: the wire takes longest to load. Should it fail, the session fails with it.
void import("../rpc/load.js").then(({ loadWire }) => loadWire()).catch(() => undefined);
serveLocalWorker(startAgent);
