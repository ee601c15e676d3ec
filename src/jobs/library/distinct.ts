/** Each different line once, as `sort -u` gives them; sorted within a part. */

import { keys, lines, mapReduce } from "../../index.js";

export default mapReduce({
  description: "Each different line once",
  input: lines({ as: "bytes" }),
  // No map: each line is a key.
  reduce: keys(),
});
