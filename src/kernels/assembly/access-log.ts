/**
 * Keys from lines of access logs, and their bytes as values; what is not plain there is left to the caller, which knows
 * the whole format (src/input/access-log.ts).
 *
 *   program = how many parts u32 | their codes u32 each, at most 8; at 64 a `-`; from 128 on room for a joined key
 */

import { equal16, lineFeed } from "./masks";
import { parseNumber } from "./numbers";
import { ODD } from "./pairs";
import { addLaterPair, addNow, beginRecords, endRecords, stoppedAt, take } from "./taking";

const STATUS: u32 = 0;
const PATH: u32 = 1;
const HOUR: u32 = 2;
const HOST: u32 = 3;
const AGENT: u32 = 4;
const PARTS: u32 = 5;

const NOTHING: usize = 64;
const JOINED: usize = 128;
const JOINED_BYTES: usize = 2048;

const SPACE: u8 = 32;
const QUOTE: u8 = 34;
const DASH: u8 = 45;

/** Start and end of each part of the line. */
const CUTS = memory.data(PARTS * 8);

export function accessLog(start: usize, end: usize, final: bool, program: usize): usize {
  beginRecords();
  let line = start;
  store<u8>(end, 10);
  while (line < end) {
    const feed = lineFeed(line);
    if (feed == end && !final) break;
    if (!take(addLine(line, feed, program), line, min(feed + 1, end))) return stoppedAt();
    line = feed + 1;
  }
  return endRecords() ? min(line, end) : stoppedAt();
}

/** No loop needs a bound: the line feed at `end` ends all of them. */
function addLine(start: usize, end: usize, program: usize): u32 {
  const host = skipVisible(start);
  const identity = skipVisible(host + 1);
  const user = skipVisible(identity + 1);
  if (!isBetween(host, start) || !isBetween(identity, host + 1)) return ODD;
  if (!isBetween(user, identity + 1) || load<u8>(user + 1) != 91) return ODD;
  cut(HOST, start, host);
  // `[day:hour:...] "`
  const time = user + 2;
  const colon = skipTo(time, 58, 93);
  if (load<u8>(colon) != 58 || !isDigit(colon + 1) || !isDigit(colon + 2)) return ODD;
  cut(HOUR, time, colon + 3);
  const bracket = skipTo(colon + 3, 93, 93);
  if (load<u8>(bracket) != 93 || load<u16>(bracket + 1) != 0x2220) return ODD;
  const request = bracket + 3;
  const requestEnd = skipQuoted(request);
  if (load<u8>(requestEnd) != QUOTE) return ODD;
  const status = requestEnd + 2;
  if (load<u8>(requestEnd + 1) != SPACE || load<u8>(status + 3) != SPACE) return ODD;
  if (!isDigit(status) || !isDigit(status + 1) || !isDigit(status + 2)) return ODD;
  cut(STATUS, status, status + 3);
  const size = status + 4;
  let sizeEnd = size;
  while (isDigit(sizeEnd)) sizeEnd++;
  let value: f64 = 0;
  if (sizeEnd == size) {
    if (load<u8>(size) != DASH) return ODD;
    sizeEnd++;
  } else {
    value = parseNumber(size, sizeEnd);
    if (isNaN(value)) return ODD;
  }
  return addKey(program, request, requestEnd, sizeEnd, end, value);
}

function addKey(
  program: usize,
  request: usize,
  requestEnd: usize,
  sizeEnd: usize,
  end: usize,
  value: f64,
): u32 {
  const count = load<u32>(program);
  let to = program + JOINED;
  for (let i: u32 = 0; i < count; i++) {
    const part = load<u32>(program + 4 + ((<usize>i) << 2));
    if (part == PATH) cutPath(request, requestEnd, program);
    else if (part == AGENT && !cutAgent(sizeEnd, end, program)) return ODD;
    const from = <usize>load<u32>(CUTS + ((<usize>part) << 3));
    const length = <usize>load<u32>(CUTS + ((<usize>part) << 3), 4) - from;
    if (count == 1) return addLaterPair(from, <u32>length, value);
    if (to + length >= program + JOINED + JOINED_BYTES) return ODD;
    if (i > 0) store<u8>(to++, 9);
    memory.copy(to, from, length);
    to += length;
  }
  return addNow(addLaterPair(program + JOINED, <u32>(to - program - JOINED), value));
}

/** The second word of the request. */
function cutPath(request: usize, requestEnd: usize, program: usize): void {
  let start = request;
  while (start < requestEnd && load<u8>(start) != SPACE) start++;
  if (start == requestEnd) return cut(PATH, program + NOTHING, program + NOTHING + 1);
  let end = ++start;
  while (end < requestEnd && load<u8>(end) != SPACE) end++;
  cut(PATH, start, end);
}

/** Behind the size stands the end of the line, or ` "referrer" "agent"`. */
function cutAgent(sizeEnd: usize, end: usize, program: usize): bool {
  if (sizeEnd == end) {
    cut(AGENT, program + NOTHING, program + NOTHING + 1);
    return true;
  }
  if (load<u16>(sizeEnd) != 0x2220) return false;
  const referrer = skipQuoted(sizeEnd + 2);
  if ((load<u32>(referrer) & 0xffffff) != 0x222022) return false;
  const agent = referrer + 3;
  const agentEnd = skipQuoted(agent);
  if (load<u8>(agentEnd) != QUOTE) return false;
  cut(AGENT, agent, agentEnd);
  return true;
}

// @ts-ignore: decorator
@inline
function cut(part: u32, start: usize, end: usize): void {
  store<u32>(CUTS + ((<usize>part) << 3), <u32>start);
  store<u32>(CUTS + ((<usize>part) << 3), <u32>end, 4);
}

/** One or more visible ASCII characters up to a space. */
// @ts-ignore: decorator
@inline
function isBetween(space: usize, start: usize): bool {
  return space > start && load<u8>(space) == SPACE;
}

// @ts-ignore: decorator
@inline
function skipVisible(at: usize): usize {
  while (load<u8>(at) - 33 < 94) at++;
  return at;
}

// @ts-ignore: decorator
@inline
function isDigit(at: usize): bool {
  return load<u8>(at) - 48 < 10;
}

/** To one of two bytes or the line's end. */
// @ts-ignore: decorator
@inline
function skipTo(at: usize, one: u8, other: u8): usize {
  while (true) {
    const byte = load<u8>(at);
    if (byte == one || byte == other || byte == 10) return at;
    at++;
  }
}

/** To a quote, a backslash or the line's end. */
// @ts-ignore: decorator
@inline
function skipQuoted(at: usize): usize {
  while (true) {
    const mask = equal16(at, 34) | equal16(at, 92) | equal16(at, 10);
    if (mask != 0) return at + <usize>ctz(mask);
    at += 16;
  }
}
