// Parameters become flags: `--by`, `--since`, `--min-amount`; `mr run examples/02-parameters.ts --help` lists them.
//
//   mr run examples/02-parameters.ts examples/inputs/events.jsonl --since 2026-02-25T08:00:00Z --min-amount 40 -o -
import { jsonl, mapReduce, param, sum } from "mr-engine";

interface Purchase {
  at: number;
  event: string;
  user: { id: string };
  amount: number;
}

export default mapReduce({
  description: "What was spent, by user or by kind of event",
  params: {
    by: param.choice(["user", "event"], { default: "event", description: "what to add up by" }),
    since: param.date({ default: null, description: "leave out what happened before" }),
    minAmount: param.number({ default: 0, minimum: 0, description: "leave out smaller amounts" }),
  },
  input: jsonl<Purchase>(),
  map({ at, event, user, amount }, emit, { params }) {
    if (params.since !== null && at * 1000 < params.since.getTime()) return;
    if (amount >= params.minAmount) emit(params.by === "user" ? user.id : event, amount);
  },
  reduce: sum(), // Exact before it is rounded once: the order of adding never shows.
});
