/** Property tests draw the same cases in every run: a failure is a fact, not a chance. */

import { configureGlobal } from "fast-check";

configureGlobal({ seed: 20_261_120 });
