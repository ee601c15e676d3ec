/**
 * The texts of which one must stand in a line for a regular expression to match: lines without any need not be looked at.
 *
 * R1. Whatever is not understood here is no part of the answer: in doubt there is none.
 * R2. The longer the shortest text, the fewer lines hold one: of several answers that one is given.
 */

/** Shorter ones are in most lines anyway. */
const SHORTEST = 2;
/** Each is looked for by itself. */
const MOST = 8;
/** Escapes that stand for one character, or none, of several. */
const CLASS_ESCAPES = "dDwWsSbBnrtfv";
const QUANTIFIER = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;
/** At least once. */
const REQUIRED = /^(?:$|\+|\{0*[1-9])/;
/** How a group begins whose inside is matched where the group stands. */
const GROUP = /\((?:\?(?::|<(?![=!])[^>]*>))?(?!\?)/y;

/** One of them is in each match; null: none is known. */
type Texts = readonly string[] | null;

/** Null: none is known. ASCII letters stand for both cases if the expression ignores case. */
export function requiredLiterals({ source, ignoreCase, unicode }: RegExp): Texts {
  const parser = new Parser(source, (text) => isSafe(text, ignoreCase, unicode));
  const texts = parser.alternatives();
  return parser.at === source.length ? texts : null;
}

class Parser {
  /** What is behind it has been read; short of the end where something was not understood. */
  at = 0;
  readonly #source: string;
  readonly #isSafe: (character: string) => boolean;

  constructor(source: string, safe: (character: string) => boolean) {
    this.#source = source;
    this.#isSafe = safe;
  }

  /** One branch or another: one of the texts of all. */
  alternatives(): Texts {
    let texts: Texts = this.#sequence();
    while (this.#source.charAt(this.at) === "|") {
      this.at += 1;
      const others = this.#sequence();
      texts = texts === null || others === null ? null : [...new Set([...texts, ...others])];
    }
    return texts !== null && texts.length <= MOST ? texts : null;
  }

  /** All of it must be there: the best of what is known. */
  #sequence(): Texts {
    let best: Texts = null;
    let run = "";
    const endRun = (): void => {
      best = betterOf(best, [run]);
      run = "";
    };
    for (;;) {
      const character = this.#source.charAt(this.at);
      if (character === "" || character === "|" || character === ")") break;
      const texts = character === "(" ? this.#group() : null;
      const literal = character === "(" ? "" : this.#single(character);
      if (literal === null) break;
      const quantifier = this.#quantifier();
      const isKnown = literal !== "" && this.#isSafe(literal);
      if (REQUIRED.test(quantifier)) {
        if (isKnown) run += literal;
        best = betterOf(best, texts);
      }
      if (!isKnown || quantifier !== "") endRun();
    }
    endRun();
    return best;
  }

  #quantifier(): string {
    QUANTIFIER.lastIndex = this.at;
    const found = QUANTIFIER.exec(this.#source)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  #group(): Texts {
    GROUP.lastIndex = this.at;
    const opening = GROUP.exec(this.#source)?.[0];
    // What is looked at from here, ahead or behind, is not what stands here.
    if (opening === undefined) {
      this.at = groupEnd(this.#source, this.at);
      return null;
    }
    this.at += opening.length;
    const texts = this.alternatives();
    if (this.#source.charAt(this.at) === ")") this.at += 1;
    return texts;
  }

  /** The character that stands here, "" for one of several; null: nothing can be said of the whole expression. */
  #single(character: string): string | null {
    if (character === "\\") return this.#escape();
    if (character === "[") {
      this.at = classEnd(this.#source, this.at);
      return "";
    }
    this.at += 1;
    return ".^${".includes(character) ? "" : character;
  }

  #escape(): string | null {
    const character = this.#source.charAt(this.at + 1);
    const isClass = CLASS_ESCAPES.includes(character);
    // Code points, properties, references to groups.
    if (!isClass && /[A-Za-z0-9]/.test(character)) return null;
    this.at += 2;
    return isClass ? "" : character;
  }
}

/** R2. */
function betterOf(a: Texts, b: Texts): Texts {
  if (b === null || shortest(b) < SHORTEST) return a;
  if (a === null || shortest(b) > shortest(a)) return b;
  return shortest(b) === shortest(a) && b.length < a.length ? b : a;
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => length));
}

/** One past the `)`. */
function groupEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; ) {
    const character = source.charAt(at);
    if (character === "[") {
      at = classEnd(source, at);
      continue;
    }
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    at += character === "\\" ? 2 : 1;
    if (depth === 0) return at;
  }
  return source.length;
}

/** One past the `]`. */
function classEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source.charAt(at) !== "]") at += source.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

/** Whether the character's UTF-8 is in a line exactly when the character is in its text. */
function isSafe(character: string, ignoreCase: boolean, unicode: boolean): boolean {
  const code = character.charCodeAt(0);
  // Halves of characters, what stands for damaged ones, marks.
  if ((code >= 0xd800 && code <= 0xdfff) || code === 0xfffd || code === 0xfeff) return false;
  if (!ignoreCase) return true;
  // In Unicode mode the Kelvin sign is a k and the long s an s.
  return code < 0x80 && !(unicode && /[ks]/i.test(character));
}
