/**
 * The most frequent words or lines: `count TAB word`, the largest count first, equal counts in byte order.
 *
 * Three steps: count every word; keep the best of all parts; write one line for each of them.
 */

import { chain, lines, mapReduce, param, step, sum, topK, withParams, words } from "../../index.js";

export default withParams(
  {
    k: param.integer({ default: 10, minimum: 1, description: "how many to print" }),
    by: param.choice(["words", "lines"], { default: "words", description: "what is counted" }),
  },
  ({ k, by }) =>
    chain(
      mapReduce({
        input: by === "words" ? words({ as: "bytes" }) : lines({ as: "bytes" }),
        reduce: sum(),
      }),
      step({
        // Smallest first: the negated count puts frequent words in front, and the word itself decides between equals.
        map([word, count], emit) {
          emit(null, [-count, word]);
        },
        reduce: topK<readonly [number, Uint8Array]>(k, { order: "smallest" }),
        partitions: 1,
      }),
      step({
        map([, best], emit) {
          for (const [negated, word] of best) emit(-negated, word);
        },
      }),
    ),
  { description: "The most frequent words or lines" },
);
