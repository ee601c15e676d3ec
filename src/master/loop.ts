/**
 * The master's heart: events in, facts to the journal, commands out.
 *
 * Owns: the order of things. Talks to: the engine, the journal, whoever performs commands.
 *
 * P1. Events are stepped in the order in which they were posted; the facts of a turn are durable before any command of
 *     that turn is performed and before anybody is answered (C1 of engine/command.ts).
 * P2. While a turn is being written, events wait; the next turn takes all of them at once (group commit).
 * P3. `read` looks at the state between turns, so it only ever sees what is durable.
 * P4. When facts cannot be written, or the engine finds itself in an impossible state, everything stops: `onFatal`.
 */

import type { Command } from "../engine/command.js";
import type { Engine } from "../engine/engine.js";
import { MrError } from "../engine/error.js";
import type { Event } from "../engine/event.js";
import type { Fact } from "../engine/fact.js";
import type { Journal } from "./journal.js";
import { Contents } from "./snapshot.js";
import { Survey } from "./survey.js";

/** An event without its time, which the loop gives it. */
export type EventBody = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;

export interface LoopOptions {
  readonly engine: Engine;
  readonly journal: Pick<Journal, "append" | "giveUp" | "frames" | "startGeneration" | "sizeBytes">;
  readonly clock: () => number;
  readonly perform: (command: Command) => void;
  /** After every turn, with what became durable and the events that led to it. */
  readonly onTurn: (facts: readonly Fact[], events: readonly EventBody[]) => void;
  readonly onFatal: (error: MrError) => void;
  readonly log: (line: string) => void;
  /** Of what the journal held when it was opened. */
  readonly contents?: Contents;
  /** Default: by 16 MiB, and to twice its size. */
  readonly growth?: Growth;
  /** Calls back when whatever happens at this moment has happened. Default: a turn of the process's own loop. */
  readonly nextTurn?: (act: () => void) => void;
}

/** Events of one turn: bounds how long the loop keeps the process to itself. */
const TURN_EVENTS = 2_000;
/** When a generation of the journal may be rewritten: both, counted from its first size. */
export interface Growth {
  readonly bytes: number;
  readonly factor: number;
}

const GROWTH: Growth = { bytes: 16 << 20, factor: 2 };

interface Waiting {
  readonly event: EventBody;
  readonly resolve: (() => void) | null;
  readonly reject: ((error: MrError) => void) | null;
}

interface Surveying {
  readonly survey: Survey;
  looked: { readonly error: MrError | null } | null;
}

interface Looking {
  readonly look: () => void;
  readonly reject: (error: MrError) => void;
}

export class Loop {
  readonly #options: LoopOptions;
  #events: Waiting[] = [];
  #looks: Looking[] = [];
  #running: Promise<void> | null = null;
  #end: MrError | null = null;
  #lastAt = 0;
  readonly #growth: Growth;
  #rewriteAtBytes: number;
  readonly #contents: Contents;
  /** Under way, or looked through and waiting for the end of a turn. */
  #survey: Surveying | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#contents = options.contents ?? new Contents();
    this.#growth = options.growth ?? GROWTH;
    this.#rewriteAtBytes = options.journal.sizeBytes + this.#growth.bytes;
  }

  post(event: EventBody): void {
    this.#enqueue({ event, resolve: null, reject: null });
  }

  /** Resolves when what the event led to is durable. */
  settle(event: EventBody): Promise<void> {
    return new Promise((resolve, reject) => this.#enqueue({ event, resolve, reject }));
  }

  /** Runs `look` between turns. */
  read<T>(look: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      const attempt = () => {
        try {
          resolve(look());
        } catch (error) {
          reject(error);
        }
      };
      if (this.#running === null) attempt();
      else this.#looks.push({ look: attempt, reject });
    });
  }

  /** Takes nothing more, finishes what was posted; but waits for no room on a disk. */
  async stop(): Promise<void> {
    this.#options.journal.giveUp();
    this.#survey?.survey.giveUp();
    const closing = new MrError("MR_UNREACHABLE", "the master is closing", {
      hint: "Ask again when it has been started again.",
    });
    while (this.#running !== null) await this.#running;
    this.#end ??= closing;
  }

  #enqueue(waiting: Waiting): void {
    if (this.#end !== null) {
      waiting.reject?.(this.#end);
      return;
    }
    this.#events.push(waiting);
    // A turn of its own: whatever else arrives in this one joins the same write.
    const { nextTurn = setImmediate } = this.#options;
    this.#running ??= new Promise<void>((resolve) => nextTurn(resolve)).then(() => this.#run());
  }

  async #run(): Promise<void> {
    try {
      do {
        if (this.#events.length > 0) await this.#turn(this.#events.splice(0, TURN_EVENTS));
        await this.#rewriteWhenLarge();
      } while (this.#events.length > 0);
      this.#running = null;
    } catch (error) {
      this.#running = null;
      this.#die(MrError.from(error));
    }
    for (const { look } of this.#looks.splice(0)) look();
  }

  async #turn(turn: readonly Waiting[]): Promise<void> {
    const { engine, journal, perform, onTurn } = this.#options;
    const facts: Fact[] = [];
    const commands: Command[] = [];
    try {
      for (const { event } of turn) {
        const decided = engine.step({ ...event, at: this.#now() });
        for (const fact of decided.facts) facts.push(fact);
        for (const command of decided.commands) commands.push(command);
      }
      if (facts.length > 0) await journal.append(facts);
    } catch (error) {
      const fatal = MrError.from(error);
      for (const { reject } of turn) reject?.(fatal);
      throw fatal;
    }
    for (const fact of facts) this.#contents.add(fact);
    for (const command of commands) perform(command);
    for (const { resolve } of turn) resolve?.();
    onTurn(
      facts,
      turn.map(({ event }) => event),
    );
    for (const { look } of this.#looks.splice(0)) look();
  }

  #now(): number {
    this.#lastAt = Math.max(this.#lastAt, Math.floor(this.#options.clock()));
    return this.#lastAt;
  }

  /**
   * Old facts that nobody needs any more go away, a generation at a time. Reading a journal back takes as long as a
   * start: turns go on meanwhile, and wait for the copy alone. A failure costs space, not safety.
   */
  async #rewriteWhenLarge(): Promise<void> {
    const { journal } = this.#options;
    if (this.#survey === null) {
      if (journal.sizeBytes < this.#rewriteAtBytes || !this.#contents.canShrink) return;
      const survey = new Survey(journal, this.#contents.dropped());
      this.#survey = { survey, looked: null };
      survey.look().then(
        () => this.#looked(null),
        (error: unknown) => this.#looked(MrError.from(error)),
      );
    } else if (this.#survey.looked !== null) {
      await this.#rewrite(this.#survey.survey, this.#survey.looked.error);
      this.#survey = null;
    }
  }

  /** The next turn's end is the time to write; when there is none, now is. */
  #looked(error: MrError | null): void {
    if (this.#survey === null || this.#end !== null) return;
    this.#survey.looked = { error };
    this.#running ??= this.#run();
  }

  async #rewrite(survey: Survey, failure: MrError | null): Promise<void> {
    const { journal, log } = this.#options;
    try {
      if (failure !== null) throw failure;
      await survey.look();
      await journal.startGeneration(survey);
      this.#contents.shrink(survey.dropped);
    } catch (error) {
      log(`the journal could not be rewritten: ${MrError.from(error).message}`);
    }
    const { sizeBytes } = journal;
    const { bytes, factor } = this.#growth;
    this.#rewriteAtBytes = Math.max(factor * sizeBytes, sizeBytes + bytes);
  }

  #die(error: MrError): void {
    this.#end = error;
    for (const { reject } of this.#events.splice(0)) reject?.(error);
    for (const { reject } of this.#looks.splice(0)) reject(error);
    this.#options.onFatal(error);
  }
}
