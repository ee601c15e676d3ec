/**
 * The line of a stack that the user wrote.
 *
 * Owns: which frames are the engine's and Node's own. Talks to: nobody.
 */

import { fileURLToPath } from "node:url";

const PLACE = /^\s*at (?:async )?(?:.* \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?:\d+:\d+)\)?$/;
const PACKAGE = /[\\/]node_modules[\\/]/;

/** `/home/me/job.ts:4:11`, that of a package only if there is no other; null when no frame is the user's. */
export function userFrame(stack: string): string | null {
  const places = stack.split("\n").flatMap((line) => {
    const place = PLACE.exec(line)?.[1];
    return place === undefined || /mr-engine:|node:/.test(place) ? [] : [readable(place)];
  });
  return places.find((place) => !PACKAGE.test(place)) ?? places[0] ?? null;
}

function readable(place: string): string {
  if (!place.startsWith("file:")) return place;
  const [, url = place, position = ""] = /^(.*?)((?::\d+){2})$/.exec(place) ?? [];
  return `${fileURLToPath(url)}${position}`;
}
