// Counters are shown in the summary; named outputs are files beside the job's own: `errors-r-00000` beside `part-r-00000`.
//
//   mr run examples/09-counters-and-outputs.ts examples/inputs/access.log -o access
import { lines, mapReduce, pairs } from "mr-engine";

const REQUEST = /^(\S+) \S+ \S+ \[[^\]]*\] "\S+ (\S+) [^"]*" (\d{3}) (\d+|-)/;

export default mapReduce({
  description: "Bytes sent by path, failed requests in a file of their own",
  input: lines(),
  pairs: pairs<string, { status: number; bytes: number }>(),
  map(line, emit, context) {
    const [, , path, status, bytes] = REQUEST.exec(line) ?? [];
    if (path === undefined) return context.counter("malformed lines").add();
    if (bytes === "-") context.counter("answers without a body").add();
    emit(path, { status: Number(status), bytes: bytes === "-" ? 0 : Number(bytes) });
  },
  reduce(path, requests, emit, context) {
    let sent = 0;
    const failed: { [status: string]: number } = {};
    for (const { status, bytes } of requests) {
      sent += bytes;
      if (status >= 400) failed[status] = (failed[status] ?? 0) + 1;
    }
    emit(path, sent);
    if (Object.keys(failed).length > 0) context.output("errors").write(path, failed);
  },
});
