/** Digests of simulated data: 64 bits as 16 hex digits, from texts. Enough to notice a change, not to defend. */

export function hashText(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second + unit, 0x85ebca6b) ^ (second >>> 13);
  }
  first = Math.imul(first ^ (first >>> 15), 0x2c1b3c6d);
  return hex(first) + hex(second ^ first);
}

/** A number in [0, 1) that belongs to the text. */
export function chanceOf(text: string): number {
  return Number.parseInt(hashText(text).slice(0, 8), 16) / 2 ** 32;
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}
