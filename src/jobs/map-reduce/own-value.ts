/**
 * What is emitted is taken as it is at that moment: a job may use its arrays, objects and buffers again.
 *
 * V1. Lists, plain objects and bytes are copied, all the way down; whatever else there is, is taken as it is: strings and
 *     numbers cannot change, dates and instances of classes would not be the same as copies.
 */

import { ownBytes } from "../../kernels/bytes.js";

export function ownValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return ownBytes(value, 0, value.length);
  if (Array.isArray(value)) return value.map(ownValue);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, ownValue(each)]));
}
