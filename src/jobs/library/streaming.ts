/**
 * Any programs as mapper, combiner and reducer, by the contract of Hadoop Streaming: lines on standard input,
 * `key TAB value` on standard output. Each is run by the shell, so a mapper may be a pipeline. Without a reducer the
 * mapper's lines are the output, in the order of the input.
 *
 * A mapper reads one file, or one split of a large one, and finds its name in `mapreduce_map_input_file`.
 */

import { command, lines, mapReduce, param, withParams } from "../../index.js";

export default withParams(
  {
    mapper: param.string({ default: "cat", description: "program that maps" }),
    combiner: param.string({ default: null, description: "program that reduces early" }),
    reducer: param.string({ default: null, description: "program that reduces" }),
    groupFiles: param.boolean({ description: "one mapper for many small files, quicker" }),
  },
  ({ mapper, combiner, reducer, groupFiles }) =>
    mapReduce({
      input: lines({ as: "bytes" }),
      map: command(mapper, { groupFiles }),
      ...(combiner === null ? {} : { combine: command(combiner) }),
      ...(reducer === null ? {} : { reduce: command(reducer) }),
      keys: "bytes",
    }),
  { description: "Any programs as mapper and reducer" },
);
