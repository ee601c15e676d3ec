/** The planners of all job types, for the engine: pure, without the task bodies' imports. */

import type { Planner } from "../engine/planner.js";
import { mapReducePlanner } from "./map-reduce/plan.js";

export const planners: readonly Planner[] = [mapReducePlanner];
