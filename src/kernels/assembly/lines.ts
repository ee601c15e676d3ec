/** Lines as keys, each with the value 1; see extractors/lines.ts. */

import { lineFeed } from "./masks";
import { begin, FULL, READ, stop } from "./reading";
import { add, locate } from "./table";

/** `text`: a CR before the LF is no part of the line. */
export function lines(start: usize, end: usize, final: bool, text: bool): usize {
  begin();
  let line = start;
  let count: u32 = 0;
  // A line feed behind the window ends every search.
  store<u8>(end, 10);
  while (line < end) {
    const feed = lineFeed(line);
    if (feed == end && !final) break;
    const cut = text && feed < end && feed > line && load<u8>(feed - 1) == 13;
    const slot = locate(line, <u32>((cut ? feed - 1 : feed) - line));
    if (slot == 0) {
      stop(FULL, count);
      return line;
    }
    add(slot, 1);
    count++;
    line = feed + 1;
  }
  stop(READ, count);
  return min(line, end);
}
