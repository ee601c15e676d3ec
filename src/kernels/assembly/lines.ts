/** Lines as keys, each with the value 1; see extractors/lines.ts. */

import { lineFeed } from "./masks";
import { begin, FULL, READ, stop } from "./reading";
import { addedKeys, addLater, addWaiting, beginBatch, refusedKey } from "./table-batch";

/** `text`: a CR before the LF is no part of the line. */
export function lines(start: usize, end: usize, final: bool, text: bool): usize {
  begin();
  beginBatch();
  let line = start;
  // A line feed behind the window ends every search.
  store<u8>(end, 10);
  while (line < end) {
    const feed = lineFeed(line);
    if (feed == end && !final) break;
    const cut = text && feed < end && feed > line && load<u8>(feed - 1) == 13;
    if (!addLater(line, <u32>((cut ? feed - 1 : feed) - line))) return full();
    line = feed + 1;
  }
  if (!addWaiting()) return full();
  stop(READ, addedKeys());
  return min(line, end);
}

function full(): usize {
  stop(FULL, addedKeys());
  return refusedKey();
}
