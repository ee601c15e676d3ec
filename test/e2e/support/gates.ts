/**
 * Holds a user's job at named places until the test says so: no test guesses with sleeps how far a run has come.
 *
 * A job that calls `gate("map-3")` leaves the note `map-3.<attempt>.<agent pid>.<runner pid>` in the folder and then
 * waits while there is a file `map-3.hold`.
 */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "./sandbox.js";
import { until } from "./cli.js";

export interface Arrival {
  readonly place: string;
  readonly attempt: number;
  readonly agent: number;
  readonly runner: number;
}

export class Gates {
  readonly folder: string;

  constructor(sandbox: Sandbox) {
    this.folder = join(sandbox.folder, "gates");
    mkdirSync(this.folder);
    sandbox.write("gate.ts", GATE_SOURCE(this.folder));
  }

  hold(...places: string[]): void {
    for (const place of places) writeFileSync(join(this.folder, `${place}.hold`), "");
  }

  open(...places: string[]): void {
    for (const place of places) rmSync(join(this.folder, `${place}.hold`), { force: true });
  }

  /** Opens all gates and forgets who came. */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { force: true });
  }

  arrivals(place: string): Arrival[] {
    return readdirSync(this.folder).flatMap((name) => {
      const match = /^(.*)\.(\d+)\.(\d+)\.(\d+)$/.exec(name);
      if (match === null || match[1] !== place) return [];
      const [, , attempt, agent, runner] = match.map(Number);
      return [{ place, attempt: attempt ?? 0, agent: agent ?? 0, runner: runner ?? 0 }];
    });
  }

  /** The first that came to `place`. */
  async arrival(place: string): Promise<Arrival> {
    await until(`somebody is at ${place}`, () => this.arrivals(place).length > 0);
    const [first] = this.arrivals(place);
    if (first === undefined) throw new Error(`nobody is at ${place}`);
    return first;
  }
}

/** Blocks its thread, as a slow function of a user does. */
const GATE_SOURCE = (folder: string) => `
import { existsSync, writeFileSync } from "node:fs";
const folder = ${JSON.stringify(folder)};
const cell = new Int32Array(new SharedArrayBuffer(4));
const seen = new Set<string>();
export function gate(place: string, attempt: number): void {
  const note = [place, attempt, process.ppid, process.pid].join(".");
  if (seen.has(note)) return;
  seen.add(note);
  writeFileSync(\`\${folder}/\${note}\`, "");
  while (existsSync(\`\${folder}/\${place}.hold\`)) Atomics.wait(cell, 0, 0, 5);
}
`;
