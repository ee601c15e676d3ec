import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compilePattern } from "./patterns.js";
import { requiredLiterals } from "./required-literals.js";

function literalsOf(pattern: string, ignoreCase = false): string | null {
  const texts = requiredLiterals(compilePattern(pattern, { fixed: false, ignoreCase }));
  return texts === null ? null : texts.join(" or ");
}

it.each<[string, string | null]>([
  ["ERROR", "ERROR"],
  ["ERROR: \\d+ times", "ERROR: "],
  ["^GET /index\\.html$", "GET /index.html"],
  ["colou?r", "colo"],
  ["go+gle", "gle"],
  ["ab{2}cde", "cde"],
  ["(foo|bar) baz", " baz"],
  ["[|)]end", "end"],
  ["(a[)]|b\\))cd", "cd"],
  ['{"a": 1', '"a": 1'],
  ["日本.?語", "日本"],
  ["one|two", "one or two"],
  ["(one|two)", "one or two"],
  ["(?<level>ERROR|WARN): [a-z]+", "ERROR or WARN"],
  ["(ERROR|WARN): disk", ": disk"],
  ["(?:a|bc)def|(gh(?:ij|kl)){2,}", "def or gh"],
  ["(one|two)?", null],
  ["(one|two){0,3}three", "three"],
  ["one|t", null],
  ["one|", null],
  ["a1|a2|a3|a4|a5|a6|a7|a8", "a1 or a2 or a3 or a4 or a5 or a6 or a7 or a8"],
  ["a1|a2|a3|a4|a5|a6|a7|a8|a9", null],
  ["(?=one)..two", "two"],
  ["(?!one|two)...", null],
  ["(?<!one)three|four", "three or four"],
  ["(?<!a>never)it", "it"],
  ["one|\\u0041BC", null],
  ["(one|\\x41BC)two", null],
  [".*", null],
  ["a", null],
  ["\\u0041BC", null],
  ["\\p{L}abc", null],
  ["(?<x>a)\\k<x>abc", null],
  ["😀ab", "ab"],
  ["", null],
])("of %s it is %j", (pattern, expected) => {
  expect(literalsOf(pattern)).toBe(expected);
});

it("leaves out what has other forms than its two cases", () => {
  expect(literalsOf("success", true)).toBe("ucce");
  expect(literalsOf("Kelvin", true)).toBe("elvin");
  expect(literalsOf("naïve", true)).toBe("na");
});

it("is in every line that matches", () => {
  const letter = fc.constantFrom("a", "b", "k", "S", "é", "😀", "\\.", "\\/", "-");
  const quantifier = fc.constantFrom("", "", "", "", "*", "+", "?", "+?", "{2}", "{0,1}", "{0}?");
  const simple = fc.oneof(
    { weight: 5, arbitrary: letter },
    fc.constantFrom(".", "[ab]", "[^a)]", "(?:\\b)", "\\w", "[\\]b]"),
  );
  const group = fc.constantFrom("(a)", "(?:Sb|b)", "(\\)|k)", "([)b])", "((a)b*)");
  const either = fc.constantFrom("(ab|bb)", "(?:aS|[)|]-|bk)", "(?<n>aa|(?:bb|kk)b)", "(?!ab|bb)");
  const atom = fc.oneof({ weight: 4, arbitrary: simple }, group, either);
  const sequence = fc
    .array(fc.tuple(atom, quantifier), { maxLength: 4 })
    .map((parts) => parts.map(([what, often]) => what + often).join(""));
  const pattern = fc
    .array(sequence, { minLength: 1, maxLength: 2 })
    .map((branches) => branches.join("|"))
    // A name may be given once.
    .filter((source) => source.split("(?<n>").length <= 2);
  const signs = [..."aabbbkkSS.-KséÉ😀/ſ\u212a"];
  const text = fc.string({ unit: fc.constantFrom(...signs), minLength: 100, maxLength: 500 });
  const checked = fc.property(pattern, fc.boolean(), text, (source, ignoreCase, line) => {
    const expression = compilePattern(source, { fixed: false, ignoreCase });
    const literals = requiredLiterals(expression);
    const hit = expression.exec(line)?.[0];
    if (literals === null || hit === undefined) return;
    matched++;
    if (literals.length > 1) severalMatched++;
    const folded = (some: string): string => (ignoreCase ? some.toLowerCase() : some);
    // Only what was hit counts: the line may hold one elsewhere.
    const held = literals.some((literal) => folded(hit).includes(folded(literal)));
    expect(held, `${expression} hits ${hit} without ${literals.join(" or ")}`).toBe(true);
  });
  let matched = 0;
  let severalMatched = 0;
  fc.assert(checked, { seed: 3, numRuns: 30_000 });
  expect(matched).toBeGreaterThan(150);
  expect(severalMatched).toBeGreaterThan(150);
});
