/**
 * Joins the lines of two inputs that have a field in common, as `LC_ALL=C join` does, but without sorting them first.
 *
 * A result is the common field, the other fields of the left line, the other fields of the right line; for each key
 * the pairs come in the order of the inputs. Fields are separated by blanks and written with a space between them, or
 * both by `--separator`. `--kind left` keeps left lines without a partner, `right` right ones, `outer` both.
 */

import {
  fromLatin1,
  type Key,
  lines,
  mapReduce,
  pairs,
  param,
  toLatin1,
  withParams,
} from "../../index.js";
import { MrError } from "../../index.js";
import { fieldOf, joinLines } from "./join-lines.js";

const LEFT = 0;
const RIGHT = 1;

export default withParams(
  {
    leftKey: param.integer({ default: 1, minimum: 1, description: "field of the left input" }),
    rightKey: param.integer({ default: 1, minimum: 1, description: "field of the right input" }),
    separator: param.string({ default: null, description: "one character between fields" }),
    kind: param.choice(["inner", "left", "right", "outer"], {
      default: "inner",
      description: "which lines without a partner are kept",
    }),
  },
  ({ leftKey, rightKey, separator, kind }) => {
    if (separator !== null && !/^[\0-\x7f]$/.test(separator)) {
      throw new MrError(
        "MR_PARAMETER",
        `--separator ${JSON.stringify(separator)} is not one ASCII character`,
      );
    }
    const code = separator === null ? null : separator.charCodeAt(0);
    const join = { leftKey, rightKey, separator };
    const keepsLefts = kind === "left" || kind === "outer";
    const keepsRights = kind === "right" || kind === "outer";
    return mapReduce({
      input: { left: lines({ as: "view" }), right: lines({ as: "view" }) },
      pairs: pairs<Uint8Array, readonly [side: number, line: Uint8Array]>(),
      keys: "bytes",
      map: {
        left: (line, emit) => emit(fieldOf(line, leftKey, code), [LEFT, line]),
        right: (line, emit) => emit(fieldOf(line, rightKey, code), [RIGHT, line]),
      },
      // The right lines come first and are kept, then each left line meets all of them.
      orderValuesBy: ([side]): Key => -side,
      reduce(_key, values, emit) {
        const rights: string[] = [];
        let lefts = 0;
        for (const [side, bytes] of values) {
          if (side === LEFT && rights.length === 0 && !keepsLefts) return;
          const line = toLatin1(bytes);
          if (side === RIGHT) {
            rights.push(line);
            continue;
          }
          lefts += 1;
          for (const right of rights) emit(null, fromLatin1(joinLines(line, right, join)));
          if (rights.length === 0) emit(null, fromLatin1(joinLines(line, null, join)));
        }
        if (lefts > 0 || !keepsRights) return;
        for (const right of rights) emit(null, fromLatin1(joinLines(null, right, join)));
      },
    });
  },
  { description: "Joins the lines of two inputs by a field" },
);
