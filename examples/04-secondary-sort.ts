// Secondary sort: the values of a key arrive in an order of your own, here by time.
//
//   mr run examples/04-secondary-sort.ts examples/inputs/events.jsonl -o -
import { jsonl, mapReduce, pairs } from "mr-engine";

interface Visit {
  at: number;
  event: string;
  user: { id: string };
}

export default mapReduce({
  description: "For each user the longest pause between two events, in seconds",
  input: jsonl<Visit>(),
  pairs: pairs<string, number>(),
  map: ({ at, user }, emit) => emit(user.id, at),
  orderValuesBy: (at) => at,
  reduce(user, times, emit) {
    let longest = 0;
    let before: number | null = null;
    for (const at of times) {
      if (before !== null) longest = Math.max(longest, at - before);
      before = at;
    }
    emit(user, longest);
  },
});
