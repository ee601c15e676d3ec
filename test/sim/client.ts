/**
 * A client: submits a job until it is acknowledged, watches it until it has ended, and believes what it was told.
 *
 * K1. A request or its answer may be lost: it is sent again, with the same idempotency key.
 * K2. What the master has acknowledged it may never deny (A1), nor may an end that was told be told differently.
 */

import { MrError } from "../../src/engine/error.js";
import type { JobSpec } from "../../src/engine/job.js";
import type { JobView } from "../../src/engine/view.js";
import type { Ledger } from "./ledger.js";
import type { SimMaster } from "./master.js";
import { LATE_MS, type Network, type Trouble } from "./network.js";
import type { SimNode } from "./node.js";

const ANSWER_MS = 5_000;
const PAUSE_MS = 1_000;
const WATCH_MS = 2_000;

type Answer<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "error"; readonly error: MrError };

export class SimClient {
  readonly spec: JobSpec;
  readonly node: SimNode;
  acknowledged = false;
  /** The end that it was told. */
  end: JobView | null = null;
  /** The master has refused the job for good. */
  refused = false;
  /** The job had ended, others after it, and the master has forgotten it before the client has heard of its end. */
  forgotten = false;
  readonly #network: Network;
  readonly #master: SimMaster;
  readonly #ledger: Ledger;

  constructor(spec: JobSpec, node: SimNode, network: Network, master: SimMaster, ledger: Ledger) {
    this.spec = spec;
    this.node = node;
    this.#network = network;
    this.#master = master;
    this.#ledger = ledger;
    node.start();
  }

  get isServed(): boolean {
    return this.end !== null || this.refused || this.forgotten;
  }

  submit(): void {
    if (this.#isForgotten()) return;
    const serve = (master: SimMaster) =>
      // A production master remembers a hundred jobs: nobody submits one anew that long afterwards.
      this.#isForgotten() ? unavailable() : (master.submitter?.submit(this.spec) ?? unavailable());
    this.#call("submit", serve, (answer) => {
      if (answer.kind === "answer") {
        this.acknowledged = true;
        this.node.after(WATCH_MS, () => this.#watch());
        return;
      }
      this.node.after(PAUSE_MS, () => this.submit());
    });
  }

  cancel(): void {
    const { id } = this.spec;
    const event = { kind: "job-cancelled", job: id, reason: "changed my mind" } as const;
    this.#call(
      "cancel",
      (master) => master.loop?.settle(event) ?? unavailable(),
      () => undefined,
    );
  }

  #watch(): void {
    const { id } = this.spec;
    const look = (master: SimMaster) =>
      master.loop?.read(() => master.engine?.jobView(id)) ?? unavailable();
    this.#call("watch", look, (answer) => {
      if (answer.kind === "answer") this.#heard(answer.value);
      if (!this.isServed) this.node.after(WATCH_MS, () => this.#watch());
    });
  }

  #isForgotten(): boolean {
    this.forgotten ||= this.#ledger.forgotten.has(this.spec.id);
    return this.forgotten;
  }

  #heard(view: JobView | undefined): void {
    if (view === undefined) {
      if (this.#isForgotten()) return;
      this.#ledger.violate("A1", `${this.spec.id} was acknowledged and is unknown`);
    } else if (view.state.kind === "ended") {
      this.end = view;
    }
  }

  /** Exactly one answer or error, after ANSWER_MS at the latest. */
  #call<T>(
    kind: string,
    serve: (master: SimMaster) => Promise<T>,
    done: (answer: Answer<T>) => void,
  ): void {
    const { node: there } = this.#master.options;
    const { life } = there;
    const { fates, clock, meddle } = this.#network;
    const request = { kind, job: this.spec.id };
    const reply = { kind: `${kind} reply`, job: this.spec.id };
    const askedAt = clock.now;
    let answeredAt: number | null = null;
    let open = true;
    const finish = (answer: Answer<T>): void => {
      if (!open) return;
      open = false;
      forget();
      done(answer);
    };
    const failed = (reason: string) => () =>
      finish({ kind: "error", error: new MrError("MR_UNREACHABLE", reason) });
    const forget = this.node.after(ANSWER_MS, () => {
      fates?.lost(answeredAt === null ? request : reply, life !== there.life);
      if (answeredAt !== null) fates?.add(request, "cut off");
      failed("no answer")();
    });
    if (!there.alive) return this.#network.reach(this.node, this.node, failed("refused"));
    if (this.#network.isCut(this.node, there)) return;
    const answer = (value: Answer<T>): void => {
      const sentAt = clock.now;
      answeredAt = sentAt;
      const trouble = meddle?.(there, reply) ?? null;
      if (this.#network.isCut(there, this.node) || trouble === "lost") return;
      const arrives = (): void => {
        fates?.arrived(`${there.name}>${this.node.name}`, reply, sentAt, clock.now);
        finish(value);
      };
      this.#carry(there, this.node, trouble, arrives);
    };
    const trouble = meddle?.(this.node, request) ?? null;
    if (trouble === "lost") return;
    this.#carry(this.node, there, trouble, () => {
      fates?.arrived(`${this.node.name}>${there.name}`, request, askedAt, clock.now);
      if (!this.#master.isServing) return;
      serve(this.#master).then(
        (value) => answer({ kind: "answer", value }),
        (error: unknown) => answer({ kind: "error", error: MrError.from(error) }),
      );
    });
  }

  #carry(from: SimNode, to: SimNode, trouble: Trouble | null, act: () => void): void {
    const { clock } = this.#network;
    const extraMs = trouble === "late" ? LATE_MS : 0;
    to.reach(this.#network.arrival(from, to) - clock.now + extraMs, act);
  }
}

function unavailable(): Promise<never> {
  return Promise.reject(new MrError("MR_UNREACHABLE", "not serving"));
}
