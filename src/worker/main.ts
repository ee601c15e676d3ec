/** Entry point of `dist/worker.js`: a worker process of a local `mr run`, started over IPC (local-protocol.ts). */

import { startAgent } from "./agent.js";
import { serveLocalWorker } from "./serve-local-worker.js";

serveLocalWorker(startAgent);
