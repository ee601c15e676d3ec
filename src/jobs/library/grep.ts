/**
 * Lines that match, as `grep -Hb` prints them: `path:byte offset:line`, in the order of the input.
 *
 * The pattern is a JavaScript regular expression, tried on each line decoded as UTF-8; with `--fixed` it is a plain
 * text. Lines are written as they are in the file, whatever their bytes.
 */

import { lines, mapReduce, matches, param, pathBytes, toText, withParams } from "../../index.js";
import { ByteLine } from "./byte-line.js";
import { compilePattern } from "./patterns.js";
import { requiredLiteral } from "./required-literal.js";

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
    // What every hit holds is looked for in the bytes, before lines become records.
    const literal = expression === null ? pattern : requiredLiteral(expression);
    const hit = new ByteLine();
    return mapReduce({
      input:
        literal === null || invert
          ? lines({ as: "view" })
          : matches(literal, { as: "view", ignoreCase }),
      map(line, emit, { source }) {
        if (expression !== null && expression.test(toText(line)) === invert) return;
        hit.clear();
        hit.addBytes(pathBytes(source.path));
        hit.addText(`:${source.offset}:`);
        hit.addBytes(line);
        emit(null, hit.bytes);
      },
    });
  },
  { description: "Lines that match a pattern, with path and byte offset" },
);
