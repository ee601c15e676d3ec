/**
 * Loads a job once in a runner's life for the same code and parameters.
 *
 * J1. Only the last definition is kept: a runner serves one user's job, or a few library jobs one after the other.
 * J2. A load that failed is tried again.
 */

import type { LoadDefinition } from "./run-attempt.js";

export function memoizeDefinitions(load: LoadDefinition): LoadDefinition {
  let last: { key: string; definition: ReturnType<LoadDefinition> } | null = null;
  return async (code, params, bundlePath) => {
    const key = JSON.stringify([code, params]);
    if (last?.key !== key) last = { key, definition: load(code, params, bundlePath) };
    const kept = last;
    try {
      return await kept.definition;
    } catch (error) {
      if (last === kept) last = null;
      throw error;
    }
  };
}
