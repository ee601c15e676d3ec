/**
 * The page rank of every node of a graph given as lines `from TAB to`: `node TAB rank`.
 *
 * The ranks of all nodes add up to 1. A node without links gives its rank to all nodes alike. A node that is only
 * pointed at is a node as well. A link that is given twice counts twice. With a tolerance the rounds end as soon as
 * the ranks' changes add up to no more than that.
 */

import { type Emit, iterate, lines, pairs, param, withParams } from "../../index.js";

/** A node's rank and where it points to. */
type Node = readonly [rank: number, targets: readonly string[]];

/** On the way to a node: a share of another node's rank, or the node itself. */
type Mail = number | Node;

export default withParams(
  {
    damping: param.number({
      default: 0.85,
      minimum: 0,
      maximum: 1,
      description: "weight of links",
    }),
    iterations: param.integer({ default: 20, minimum: 1, description: "rounds at most" }),
    tolerance: param.number({ default: 0, minimum: 0, description: "change at which to stop" }),
  },
  ({ damping, iterations, tolerance }) =>
    iterate({
      input: lines(),
      records: pairs<string, Node>(),
      first: {
        map(line, emit: Emit<string, string | null>, context) {
          const [from = "", to] = line.split("\t");
          if (to === undefined) {
            context.counter("malformed").add();
          } else {
            emit(from, to);
            emit(to, null);
          }
        },
        reduce(node, links, emit, context) {
          const targets: string[] = [];
          for (const target of links) if (target !== null) targets.push(target);
          context.total("nodes").add(1);
          if (targets.length === 0) context.total("dangling").add(1);
          // How many nodes there are is known when all have been made: ranks start as 1 and are divided in round 0.
          emit(node, [1, targets]);
        },
      },
      round: {
        map([node, [rank, targets]], emit: Emit<string, Mail>, context) {
          const before = context.round === 0 ? rank / context.previousTotal("nodes") : rank;
          emit(node, [before, targets]);
          for (const target of targets) emit(target, before / targets.length);
        },
        reduce(node, mail, emit, context) {
          const nodes = context.previousTotal("nodes");
          const dangling = context.previousTotal("dangling") / (context.round === 0 ? nodes : 1);
          let [before, targets]: Node = [0, []];
          let shares = 0;
          for (const item of mail) {
            if (typeof item === "number") shares += item;
            else [before, targets] = item;
          }
          const rank = (1 - damping) / nodes + damping * (shares + dangling / nodes);
          context.total("nodes").add(1);
          context.total("change").add(Math.abs(rank - before));
          if (targets.length === 0) context.total("dangling").add(rank);
          emit(node, [rank, targets]);
        },
      },
      rounds: iterations,
      ...(tolerance > 0
        ? { until: (context) => context.previousTotal("change") <= tolerance }
        : {}),
      finish: { map: ([node, [rank]], emit) => emit(node, rank) },
    }),
  { description: "Page rank of a graph given as lines of two nodes" },
);
