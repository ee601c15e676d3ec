/**
 * Segments that cannot be read, with the names of the task attempts whose outputs they are, so that just those run again.
 *
 * Has the shape of a fetch failure as the border of the task bodies knows it: error, stage, sources.
 */

import { MrError } from "../engine/error.js";

export interface FailedSource {
  readonly index: number;
  readonly attempt: number;
}

export class FetchError extends MrError {
  /** The cause in its own words. */
  readonly error: MrError;
  readonly stage: string;
  readonly sources: readonly FailedSource[];

  constructor(error: MrError, stage: string, sources: readonly FailedSource[]) {
    super(error.code, error.message, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    this.name = "FetchError";
    this.error = error;
    this.stage = stage;
    this.sources = sources;
  }
}
