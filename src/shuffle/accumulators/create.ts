/** From a declared aggregate to its accumulators. */

import { MrError, unreachable } from "../../engine/error.js";
import type { Accumulators } from "./accumulators.js";
import type { Aggregate } from "../key.js";
import { AverageAccumulators, CountAndSumAccumulators } from "./average.js";
import { CountAccumulators } from "./count.js";
import { ExtremeAccumulators } from "./extreme.js";
import { FirstAccumulators } from "./first.js";
import { NoAccumulators } from "./none.js";
import { SumAccumulators } from "./sum.js";
import { TopAccumulators } from "./top.js";

export function createAccumulators(aggregate: Aggregate): Accumulators {
  switch (aggregate.kind) {
    case "count":
      return new CountAccumulators();
    case "sum":
      return new SumAccumulators();
    case "average":
      return new AverageAccumulators();
    case "count-and-sum":
      return new CountAndSumAccumulators();
    case "min":
      return new ExtremeAccumulators("min");
    case "max":
      return new ExtremeAccumulators("max");
    case "first":
      return new FirstAccumulators();
    case "distinct":
      return new NoAccumulators();
    case "top-k":
      if (!Number.isInteger(aggregate.k) || aggregate.k < 1) {
        throw new MrError("MR_JOB_INVALID", `topK of ${aggregate.k} values`, {
          hint: "k is a whole number from 1.",
        });
      }
      return new TopAccumulators(aggregate.k, aggregate.order);
    default:
      return unreachable(aggregate, "createAccumulators");
  }
}
