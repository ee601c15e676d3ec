/** What each user spent: a field summed by another, with a filter, all declared. */

import { jsonl, mapReduce, sum } from "mr-engine";

export default mapReduce({
  input: jsonl({ key: "user.id", value: "amount", where: { event: "buy" } }),
  reduce: sum(),
});
