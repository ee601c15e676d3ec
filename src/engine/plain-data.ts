/** What user code may hand on as a value: plain data, which another process can have a copy of. */

import { MrError } from "./error.js";

/** `kind`: "function" or "symbol"; wherever in a value it stands. */
export function notPlainData(kind: string): MrError {
  return new MrError("MR_USER_CODE", `a ${kind} cannot be a value`, {
    hint: "Emit plain data: numbers, strings, bytes, arrays, objects.",
  });
}
