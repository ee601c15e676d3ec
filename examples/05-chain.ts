// A chain: the pairs that one step writes are the records of the next.
//
//   mr run examples/05-chain.ts examples/inputs/access.log -o -
import { chain, count, type Emit, fields, mapReduce, step, topK } from "mr-engine";

export default chain(
  mapReduce({
    description: "The three paths that were asked for most",
    input: fields(),
    // With the types of its pairs, the next step knows what its records are.
    map: (columns, emit: Emit<string, number>) => emit(columns[6] ?? "", 1),
    reduce: count(),
  }),
  step({
    // All pairs under one key, so that one reduce sees them all; topK keeps three of each map task.
    map: ([path, requests], emit) => emit(null, [requests, path]),
    reduce: topK<[number, string]>(3),
  }),
  step({
    map([, best], emit) {
      for (const [requests, path] of best) emit(path, requests);
    },
  }),
);
