/**
 * Groups points around k centres: each line of numbers, `1.5,2,0`, is a point.
 *
 * Parts: `point TAB cluster` in the order of the input, clusters count from 0. Beside them `centres-*`: the centres as
 * lines of numbers, in the order of the clusters. Other lines are left out and counted as `malformed`.
 *
 * The first centres are the k different points with the smallest `pointHash(seed, path, offset)` (see pick-points.ts),
 * path as given and offset of the line's first byte. Each round moves every centre to the mean of the points that are
 * nearest to it (the lower number wins between equally near ones); one that no point is near to stays. It ends after
 * `--iterations` rounds, or when no centre has moved.
 */

import { type Emit, lines, param, refine, state, sum, withParams } from "../../index.js";
import { type Candidate, keepSmallest, pointHash } from "./pick-points.js";
import { meansOf, nearest, parsePoint, type Point } from "./points.js";

const COUNT = -1;

export default withParams(
  {
    k: param.integer({ default: 8, minimum: 1, description: "number of clusters" }),
    iterations: param.integer({ default: 20, minimum: 1, description: "rounds at most" }),
    seed: param.integer({ default: 1, description: "chooses the first centres" }),
  },
  ({ k, iterations, seed }) =>
    refine({
      input: lines(),
      state: state<readonly Point[]>(),
      start: {
        map(line, emit: Emit<null, Candidate>, context) {
          const point = parsePoint(line);
          if (point === null) {
            context.counter("malformed").add();
            return;
          }
          const { path, offset } = context.source;
          emit(null, [pointHash(seed, path, offset), point]);
        },
        combine(_key, candidates, emit) {
          for (const candidate of keepSmallest(candidates, k)) emit(null, candidate);
        },
        reduce(_key, candidates, emit: Emit<null, Point>) {
          for (const [, point] of keepSmallest(candidates, k)) emit(null, point);
        },
        collect: (picked) => ({ state: picked.map(([, point]) => point) }),
      },
      round: {
        // Sums are kept for each cluster and column: the engine adds them exactly, in any order.
        map(
          line,
          emit: Emit<readonly [cluster: number, column: number], number>,
          { state: centres },
        ) {
          const point = parsePoint(line);
          if (point === null || point.length !== centres[0]?.length) return;
          const cluster = nearest(point, centres);
          emit([cluster, COUNT], 1);
          point.forEach((value, column) => emit([cluster, column], value));
        },
        reduce: sum(),
        collect(sums, { state: centres }) {
          const moved = meansOf(sums, centres);
          const done = JSON.stringify(moved) === JSON.stringify(centres);
          return { state: moved, done };
        },
      },
      rounds: iterations,
      finish: {
        setup(context) {
          if (context.phase !== "map" || context.taskIndex > 0) return;
          for (const centre of context.state)
            context.output("centres").write(null, centre.join(","));
        },
        map(line, emit, { state: centres }) {
          const point = parsePoint(line);
          if (point !== null && point.length === centres[0]?.length)
            emit(line, nearest(point, centres));
        },
      },
    }),
  { description: "Groups points around k centres" },
);
