/**
 * The text that must stand in a line for a regular expression to match: lines without it need not be looked at.
 *
 * R1. Whatever is not understood here is no part of the answer: in doubt there is none.
 */

/** Shorter ones are in most lines anyway. */
const SHORTEST = 2;
/** Escapes that stand for one character, or none, of several. */
const CLASS_ESCAPES = "dDwWsSbBnrtfv";
const QUANTIFIER = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;

/** Null: there is none that is known. ASCII letters stand for both cases if the expression ignores case. */
export function requiredLiteral({ source, ignoreCase, unicode }: RegExp): string | null {
  let best = "";
  let run = "";
  const endRun = (): void => {
    if (run.length > best.length) best = run;
    run = "";
  };
  for (let at = 0; at < source.length; ) {
    const atom = readAtom(source, at);
    if (atom === null) return null;
    QUANTIFIER.lastIndex = atom.end;
    const quantifier = QUANTIFIER.exec(source)?.[0] ?? "";
    at = atom.end + quantifier.length;
    const isKnown = atom.literal !== "" && isSafe(atom.literal, ignoreCase, unicode);
    const isRequired = quantifier === "" || quantifier.startsWith("+");
    if (isKnown && isRequired) run += atom.literal;
    if (!isKnown || quantifier !== "") endRun();
  }
  endRun();
  return best.length < SHORTEST ? null : best;
}

interface Atom {
  /** The character that it stands for, or "". */
  readonly literal: string;
  readonly end: number;
}

/** Null: nothing can be said of the whole expression. */
function readAtom(source: string, at: number): Atom | null {
  const character = source.charAt(at);
  switch (character) {
    case "|":
      return null;
    case "(":
      return groupAt(source, at);
    case "[":
      return { literal: "", end: classEnd(source, at) };
    case "\\":
      return escapeAt(source, at);
    case ".":
    case "^":
    case "$":
    case "{":
      return { literal: "", end: at + 1 };
    default:
      return { literal: character, end: at + 1 };
  }
}

function escapeAt(source: string, at: number): Atom | null {
  const character = source.charAt(at + 1);
  if (CLASS_ESCAPES.includes(character)) return { literal: "", end: at + 2 };
  // Code points, properties, references to groups.
  if (/[A-Za-z0-9]/.test(character)) return null;
  return { literal: character, end: at + 2 };
}

/** Its inside may be optional or one of several. */
function groupAt(source: string, start: number): Atom {
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
    if (depth === 0) return { literal: "", end: at };
  }
  return { literal: "", end: source.length };
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
