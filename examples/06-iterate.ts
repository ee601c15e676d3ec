// An iteration: pairs travel from round to round until a round changes nothing.
//
//   mr run examples/06-iterate.ts examples/inputs/links.tsv --from tea -o -
import { iterate, lines, pairs, param } from "mr-engine";

interface Page {
  /** From the start, in clicks; -1: not reached so far. */
  clicks: number;
  links: string[];
}

export default iterate({
  description: "How many clicks each page is away from one page",
  params: { from: param.string({ default: "home", description: "where to start" }) },
  input: lines(),
  records: pairs<string, Page>(),
  first: {
    pairs: pairs<string, string>(),
    map(line, emit) {
      const [from = "", to = ""] = line.split("\t");
      emit(from, to);
    },
    reduce: (page, links, emit, { params }) =>
      emit(page, { clicks: page === params.from ? 0 : -1, links: [...links] }),
  },
  round: {
    pairs: pairs<string, Page>(),
    map([page, { clicks, links }], emit) {
      emit(page, { clicks, links });
      if (clicks >= 0) for (const link of links) emit(link, { clicks: clicks + 1, links: [] });
    },
    reduce(page, seen, emit, context) {
      const next: Page = { clicks: -1, links: [] };
      let before = -1;
      for (const { clicks, links } of seen) {
        if (links.length > 0) before = clicks;
        if (links.length > 0) next.links = links;
        if (next.clicks < 0 || (clicks >= 0 && clicks < next.clicks)) next.clicks = clicks;
      }
      if (next.clicks !== before) context.total("changed").add(1);
      emit(page, next);
    },
  },
  rounds: 20,
  until: (context) => context.previousTotal("changed") === 0,
  finish: { map: ([page, { clicks }], emit) => emit(page, clicks) },
});
