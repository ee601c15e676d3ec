/**
 * How often each word occurs: `word TAB count`.
 *
 * A word is what ASCII white space separates, byte for byte. With `--letters` it is a run of Unicode letters;
 * with `--lower` words are folded to lower case.
 */

import { mapReduce, param, sum, withParams, words } from "../../index.js";

export default withParams(
  {
    lower: param.boolean({ description: "count Word and word as one" }),
    letters: param.boolean({ description: "words are runs of Unicode letters" }),
  },
  ({ lower, letters }) =>
    mapReduce({
      input: words({ lowerCase: lower, letters }),
      // No map: each word is a key and counts 1.
      reduce: sum(),
    }),
  { description: "Counts words" },
);
