/**
 * Which formats a kernel can read by the block.
 */

import type { BlockProgram } from "../../kernels/block-program.js";
import type { InputFormat } from "../input-format.js";

/** Null: record by record only. */
export function blockProgram(format: InputFormat): BlockProgram | null {
  switch (format.kind) {
    case "words":
      return format.letters ? null : { kind: "words", lowerCase: format.lowerCase };
    case "lines":
      return format.literal === null ? { kind: "lines", text: format.as === "text" } : null;
    default:
      return null;
  }
}

/** What the values of the pairs are. */
export function valuesOf(program: BlockProgram): "ones" | "numbers" {
  switch (program.kind) {
    case "words":
    case "lines":
      return "ones";
  }
}
