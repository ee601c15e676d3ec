/**
 * Sorts lines as `LC_ALL=C sort` does; the parts one after the other are in order.
 *
 * `--key 3-10` compares bytes 3 to 10 of each line, `--numeric` the number at its beginning; equal ones are ordered by
 * the whole line. `--unique` keeps the first of equal ones. With `--record-length` the input is records of so many
 * bytes with nothing between them, and so is the output.
 */

import {
  descending,
  fixed,
  keys,
  lines,
  mapReduce,
  pairs,
  param,
  range,
  sortableLines,
  sortedLines,
  withParams,
} from "../../index.js";
import { cutColumns, numericKey, parseColumns } from "./sort-keys.js";

export default withParams(
  {
    key: param.string({ default: null, description: "compare only these bytes of a line: 1-10" }),
    numeric: param.boolean({ description: "compare as numbers" }),
    reverse: param.boolean({ description: "the largest first" }),
    unique: param.boolean({ description: "only the first of equal lines" }),
    recordLength: param.integer({ default: null, minimum: 1, description: "bytes of a record" }),
  },
  ({ key, numeric, reverse, unique, recordLength }) => {
    const output = recordLength === null ? "text" : "raw";
    const columns = key === null ? null : parseColumns(key);
    // The first bytes of a line, then the whole line: that is the whole line.
    const wholeLine = !numeric && (columns === null || (columns.from === 0 && !unique));
    if (wholeLine && !reverse) {
      const shared = {
        output,
        keys: "bytes",
        partition: range(),
        reduce: keys({ repeated: !unique }),
      } as const;
      const input = recordLength === null ? lines({ as: "bytes" }) : fixed(recordLength);
      return mapReduce({ ...shared, input });
    }
    if (recordLength === null && (wholeLine || !unique)) {
      const order = { numeric, reverse, ...(wholeLine || columns === null ? {} : { columns }) };
      return mapReduce({
        output,
        keys: "bytes",
        input: sortableLines(order),
        partition: range(),
        reduce: sortedLines(order, { repeated: !unique }),
      });
    }
    const direct = (bytes: Uint8Array): Uint8Array => (reverse ? descending(bytes) : bytes);
    return mapReduce({
      output,
      input: recordLength === null ? lines({ as: "view" }) : fixed(recordLength, { as: "view" }),
      keys: "bytes",
      pairs: pairs<Uint8Array, Uint8Array>(),
      map(line, emit) {
        const compared = columns === null ? line : cutColumns(line, columns);
        emit(direct(numeric ? numericKey(compared) : compared), line);
      },
      partition: range(),
      ...(unique ? {} : { orderValuesBy: (line: Uint8Array) => direct(line) }),
      reduce(_key, equals, emit) {
        for (const line of equals) {
          emit(line, null);
          if (unique) break;
        }
      },
    });
  },
  { description: "Sorts lines, or records of a fixed length" },
);
