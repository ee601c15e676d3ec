/**
 * Requests and bytes of access logs in the common and combined formats: `key TAB requests TAB bytes`.
 *
 * `--by` says what the key is; several words (`--by status,hour`) make one column each. An hour is the beginning of
 * the time as the log has it: `10/Oct/2000:13`. A size of `-` counts as 0. Lines that are no log lines are left out
 * and counted as `malformed`.
 */

import { accessLog, chain, countAndSum, mapReduce, param, step, withParams } from "../../index.js";
import { parseParts } from "./log-parts.js";

export default withParams(
  { by: param.string({ default: "status", description: "status, path, hour, host, agent" }) },
  ({ by }) =>
    chain(
      mapReduce({
        input: accessLog({ by: parseParts(by), as: "bytes" }),
        // No map: each line is a request, its value the bytes sent.
        reduce: countAndSum(),
      }),
      step({
        map([key, [requests, bytes]], emit) {
          emit(key, `${requests}\t${bytes}`);
        },
      }),
    ),
  { description: "Requests and bytes of access logs" },
);
