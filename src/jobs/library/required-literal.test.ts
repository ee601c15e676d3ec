import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compilePattern } from "./patterns.js";
import { requiredLiteral } from "./required-literal.js";

function literalOf(pattern: string, ignoreCase = false): string | null {
  return requiredLiteral(compilePattern(pattern, { fixed: false, ignoreCase }));
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
  ["one|two", null],
  ["(one|two)", null],
  [".*", null],
  ["a", null],
  ["\\u0041BC", null],
  ["\\p{L}abc", null],
  ["(?<x>a)\\k<x>abc", null],
  ["😀ab", "ab"],
  ["", null],
])("of %s it is %j", (pattern, expected) => {
  expect(literalOf(pattern)).toBe(expected);
});

it("leaves out what has other forms than its two cases", () => {
  expect(literalOf("success", true)).toBe("ucce");
  expect(literalOf("Kelvin", true)).toBe("elvin");
  expect(literalOf("naïve", true)).toBe("na");
});

it("is in every line that matches", () => {
  const letter = fc.constantFrom("a", "b", "k", "S", "é", "😀", "\\.", "\\/", "-");
  const quantifier = fc.constantFrom("", "", "", "", "*", "+", "?", "+?", "{2}", "{0,1}", "{0}?");
  const simple = fc.oneof(
    { weight: 5, arbitrary: letter },
    fc.constantFrom(".", "[ab]", "[^a)]", "(?:\\b)", "\\w", "[\\]b]"),
  );
  const group = fc.constantFrom("(a)", "(?:Sb|b)", "(\\)|k)", "([)b])", "((a)b*)");
  const atom = fc.oneof({ weight: 4, arbitrary: simple }, group);
  const pattern = fc
    .array(fc.tuple(atom, quantifier), { maxLength: 4 })
    .map((parts) => parts.map(([what, often]) => what + often).join(""));
  const signs = [..."aabbbkkSS.-KséÉ😀/ſ\u212a"];
  const text = fc.string({ unit: fc.constantFrom(...signs), minLength: 100, maxLength: 500 });
  const checked = fc.property(pattern, fc.boolean(), text, (source, ignoreCase, line) => {
    const expression = compilePattern(source, { fixed: false, ignoreCase });
    const literal = requiredLiteral(expression);
    const hit = expression.exec(line)?.[0];
    if (literal === null || hit === undefined) return;
    matched++;
    const folded = (some: string): string => (ignoreCase ? some.toLowerCase() : some);
    // Only what was hit counts: the line may hold the literal elsewhere.
    expect(folded(hit), String(expression)).toContain(folded(literal));
  });
  let matched = 0;
  fc.assert(checked, { seed: 3, numRuns: 20_000 });
  expect(matched).toBeGreaterThan(150);
});
