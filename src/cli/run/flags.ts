/** The flags of `mr run` and `mr plan` as commander hands them over. */

import type { RawOptions } from "../../config/options.js";

export interface RunFlags extends RawOptions {
  readonly output?: string;
  readonly input?: readonly string[];
  readonly param?: readonly string[];
  readonly overwrite?: boolean;
  readonly allowNondeterministic?: boolean;
  readonly detach?: boolean;
  readonly dryRun?: boolean;
  readonly resume?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly name?: string;
  readonly help?: boolean;
}
