/**
 * Requests and bytes of access logs in the common and combined formats: `key TAB requests TAB bytes`.
 *
 * `--by` says what the key is; several words (`--by status,hour`) make one column each. An hour is the beginning of
 * the time as the log has it: `10/Oct/2000:13`. A size of `-` counts as 0. Lines that are no log lines are left out
 * and counted as `malformed`.
 */

import { fromLatin1, lines, mapReduce, pairs, param, toLatin1, withParams } from "../../index.js";
import { parseLogLine, parseParts } from "./log-line.js";

export default withParams(
  { by: param.string({ default: "status", description: "status, path, hour, host, agent" }) },
  ({ by }) => {
    const parts = parseParts(by);
    return mapReduce({
      input: lines({ as: "bytes" }),
      pairs: pairs<Uint8Array, readonly [requests: number, bytes: number]>(),
      keys: "bytes",
      map(line, emit, context) {
        const entry = parseLogLine(toLatin1(line));
        if (entry === null) context.counter("malformed").add();
        else emit(fromLatin1(parts.map((part) => entry[part]).join("\t")), [1, entry.bytes]);
      },
      combine(key, values, emit) {
        emit(key, total(values));
      },
      reduce(key, values, emit) {
        emit(key, total(values).join("\t"));
      },
    });
  },
  { description: "Requests and bytes of access logs" },
);

/** Whole numbers: adding them in another order gives the same. */
function total(values: Iterable<readonly [number, number]>): [number, number] {
  let requests = 0;
  let bytes = 0;
  for (const [more, moreBytes] of values) {
    requests += more;
    bytes += moreBytes;
  }
  return [requests, bytes];
}
