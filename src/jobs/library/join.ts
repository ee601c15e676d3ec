/**
 * Joins the lines of two inputs that have a field in common, as `LC_ALL=C join` does, but without sorting them first.
 *
 * A result is the common field, the other fields of the left line, the other fields of the right line; for each key
 * the pairs come in the order of the inputs. Fields are separated by blanks and written with a space between them, or
 * both by `--separator`. `--kind left` keeps left lines without a partner, `right` right ones, `outer` both.
 */

import {
  type Emit,
  type Key,
  lines,
  mapReduce,
  MrError,
  pairs,
  param,
  withParams,
} from "../../index.js";
import { ByteSink } from "../../kernels/byte-sink.js";
import { viewOf } from "../../kernels/bytes.js";
import { LineCutter, Tails } from "./join-lines.js";

/** What stands before a tail: the right lines of a key come first and are kept, then each left line meets all of them. */
const RIGHT = 0;
const LEFT = 1;

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
    const keepsLefts = kind === "left" || kind === "outer";
    const keepsRights = kind === "right" || kind === "outer";
    const cutting =
      (cutter: LineCutter) => (line: Uint8Array, emit: Emit<Uint8Array, Uint8Array>) => {
        const tail = cutter.cut(line);
        emit(cutter.key, tail);
      };
    const rights = new Tails();
    const result = new ByteSink();
    const emitResult = (emit: Emit<null, Uint8Array>) =>
      emit(null, viewOf(result.bytes, 0, result.length));
    const emitWithRights = (emit: Emit<null, Uint8Array>) => {
      const { length } = result;
      for (let index = 0; index < rights.count; index++) {
        result.length = length;
        rights.appendTo(result, index);
        emitResult(emit);
      }
    };
    return mapReduce({
      input: { left: lines({ as: "view" }), right: lines({ as: "view" }) },
      pairs: pairs<Uint8Array, Uint8Array>(),
      keys: "bytes",
      map: {
        left: cutting(new LineCutter(LEFT, leftKey, code)),
        right: cutting(new LineCutter(RIGHT, rightKey, code)),
      },
      orderValuesBy: (tail): Key => tail[0] as number,
      reduce(key, tails, emit) {
        rights.clear();
        result.length = 0;
        result.append(key, 0, key.length);
        let lefts = 0;
        for (const tail of tails) {
          if (tail[0] === RIGHT) {
            rights.add(tail, 1);
            continue;
          }
          if (rights.count === 0 && !keepsLefts) return;
          lefts += 1;
          result.length = key.length;
          result.append(tail, 1, tail.length);
          if (rights.count === 0) emitResult(emit);
          else emitWithRights(emit);
        }
        if (lefts === 0 && keepsRights) emitWithRights(emit);
      },
    });
  },
  { description: "Joins the lines of two inputs by a field" },
);
