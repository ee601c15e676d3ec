/**
 * The line of a stack that the user wrote.
 *
 * Owns: which frames are the engine's and Node's own. Talks to: nobody.
 */

import { fileURLToPath } from "node:url";

const PLACE = /^\s*at (?:async )?(?:.* \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?:\d+:\d+)\)?$/;

/** `/home/me/job.ts:4:11`, or null when no frame is the user's. */
export function userFrame(stack: string): string | null {
  for (const line of stack.split("\n")) {
    const place = PLACE.exec(line)?.[1];
    if (place === undefined || place.includes("mr-engine:") || place.includes("node:")) continue;
    return readable(place);
  }
  return null;
}

function readable(place: string): string {
  if (!place.startsWith("file:")) return place;
  const [, url = place, position = ""] = /^(.*?)((?::\d+){2})$/.exec(place) ?? [];
  return `${fileURLToPath(url)}${position}`;
}
