/**
 * What happened, as lines: hashed always, kept when somebody wants to read them.
 *
 * T1. Equal traces have equal hashes; a run that differs in one line has another hash.
 */

export class Trace {
  readonly lines: string[] = [];
  readonly #keep: boolean;
  readonly #now: () => number;
  #first = 0x811c9dc5;
  #second = 0x9e3779b9;

  constructor(now: () => number, keep = false) {
    this.#now = now;
    this.#keep = keep;
  }

  say(who: string, what: string): void {
    const line = `${this.#now().toFixed(1).padStart(10)} ${who.padEnd(8)} ${what}`;
    if (this.#keep) this.lines.push(line);
    for (let i = 0; i < line.length; i += 1) {
      const unit = line.charCodeAt(i);
      this.#first = Math.imul(this.#first ^ unit, 0x01000193);
      this.#second = Math.imul(this.#second + unit, 0x85ebca6b) ^ (this.#second >>> 13);
    }
  }

  get hash(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, "0");
    return hex(this.#first) + hex(this.#second);
  }
}
