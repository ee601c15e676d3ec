/**
 * What every command gets: the world, the flags that belong to all commands, and where to put its exit code.
 */

import { resolveOptions } from "../config/resolve.js";
import type { Options, RawOptions } from "../config/options.js";
import { colorsFor, type Colors, type Io } from "./io.js";

export interface CliContext {
  readonly io: Io;
  /** Positional arguments after `--`, which are never options. */
  readonly literals: readonly string[];
  readonly verbose: boolean;
  readonly color: boolean;
  exitCode: number;
}

export function resolve(context: CliContext, raw: RawOptions): Options {
  return resolveOptions(raw, { environment: context.io.environment, cwd: context.io.cwd });
}

export function outColors(context: CliContext): Colors {
  return colorsFor(context.io.stdout, context.io, context.color);
}

export function errorColors(context: CliContext): Colors {
  return colorsFor(context.io.stderr, context.io, context.color);
}
