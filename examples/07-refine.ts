// A refinement: a small state travels, and every round reads the input again in the light of it.
//
//   mr run examples/07-refine.ts examples/inputs/events.jsonl -o -
import { count, jsonl, refine, state } from "mr-engine";

interface Purchase {
  amount: number;
}
const cents = ({ amount }: Purchase): number => Math.round(amount * 100);

export default refine({
  description: "The median amount, found by halving, without sorting anything",
  input: jsonl<Purchase>(),
  state: state<{ low: number; high: number; rank: number }>(),
  start: {
    map: (_record, emit) => emit("records", 1),
    reduce: count(),
    // `collect` gets all reduced pairs, in one task, and makes the state of the first round.
    collect: ([all]) => ({
      state: { low: 0, high: 100_000, rank: Math.ceil((all?.[1] ?? 0) / 2) },
    }),
  },
  round: {
    map(record, emit, { state: { low, high } }) {
      if (cents(record) <= Math.floor((low + high) / 2)) emit("at most the middle", 1);
    },
    reduce: count(),
    collect([below], { state: { low, high, rank } }) {
      const middle = Math.floor((low + high) / 2);
      const next = (below?.[1] ?? 0) >= rank ? { low, high: middle } : { low: middle + 1, high };
      return { state: { ...next, rank }, done: next.low === next.high };
    },
  },
  rounds: 20,
  finish: {
    // The input once more, with the last state: how many records are exactly the median?
    map(record, emit, { state: { low } }) {
      if (cents(record) === low) emit(low / 100, 1);
    },
    reduce: count(),
  },
});
