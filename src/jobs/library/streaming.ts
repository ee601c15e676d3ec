/**
 * Any programs as mapper, combiner and reducer, by the contract of Hadoop Streaming: lines on standard input,
 * `key TAB value` on standard output. Each is run by the shell, so a mapper may be a pipeline. Without a reducer the
 * mapper's lines are the output, in the order of the input.
 */

import { command, lines, mapReduce, param, withParams } from "../../index.js";

export default withParams(
  {
    mapper: param.string({ default: "cat", description: "program that maps" }),
    combiner: param.string({ default: null, description: "program that reduces early" }),
    reducer: param.string({ default: null, description: "program that reduces" }),
  },
  ({ mapper, combiner, reducer }) =>
    mapReduce({
      input: lines({ as: "bytes" }),
      map: command(mapper),
      ...(combiner === null ? {} : { combine: command(combiner) }),
      ...(reducer === null ? {} : { reduce: command(reducer) }),
      keys: "bytes",
    }),
  { description: "Any programs as mapper and reducer" },
);
