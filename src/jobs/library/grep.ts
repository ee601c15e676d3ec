/**
 * Lines that match, as `grep -Hb` prints them: `path:byte offset:line`, in the order of the input.
 *
 * The pattern is a JavaScript regular expression, tried on each line decoded as UTF-8; with `--fixed` it is a plain
 * text. Lines are written as they are in the file, whatever their bytes.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { lines, mapReduce, matches, param, pathBytes, toText, withParams } from "../../index.js";
import { compilePattern } from "./patterns.js";
import { requiredLiterals } from "./required-literals.js";

export default withParams(
  {
    pattern: param.string({ description: "what to look for" }),
    fixed: param.boolean({ description: "the pattern is a plain text" }),
    invert: param.boolean({ description: "lines that do not match" }),
    ignoreCase: param.boolean({ description: "upper and lower case are the same" }),
  },
  ({ pattern, fixed, invert, ignoreCase }) => {
    const isText = fixed && !ignoreCase && !invert;
    const expression = isText ? null : compilePattern(pattern, { fixed, ignoreCase });
    // Something that every hit holds is looked for in the bytes, before lines become records.
    const literals = expression === null ? pattern : requiredLiterals(expression);
    // One memory for all hits: what is emitted is copied.
    const hit = new ByteSink();
    return mapReduce({
      input:
        literals === null || invert
          ? lines({ as: "view" })
          : matches(literals, { as: "view", ignoreCase }),
      map(line, emit, { source }) {
        if (expression !== null && expression.test(toText(line)) === invert) return;
        const path = pathBytes(source.path);
        hit.length = 0;
        hit.append(path, 0, path.length);
        hit.utf8(`:${source.offset}:`);
        hit.append(line, 0, line.length);
        emit(null, hit.bytes.subarray(0, hit.length));
      },
    });
  },
  { description: "Lines that match a pattern, with path and byte offset" },
);
