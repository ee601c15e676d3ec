/** Jobs that go wrong in one place each. A function's name stands in the line that throws, so that tests can find it. */

const FUNCTIONS = {
  setup: "setup() {}",
  map: 'map(line, emit) { const [key = "", value = ""] = line.split(" "); emit(key, Number(value)); }',
  reduce: "reduce(key, values, emit) { for (const value of values) emit(key, value); }",
} as const;

/** `body` runs in one of the functions, before whatever else it does. */
export function jobThat(where: keyof typeof FUNCTIONS, body: string): string {
  const functions = Object.entries(FUNCTIONS).map(([name, code]) =>
    name === where ? code.replace("{", `{\n    ${body}\n   `) : code,
  );
  return `import { lines, mapReduce } from "mr-engine";

export default mapReduce({
  input: lines(),
  ${functions.join(",\n  ")},
});
`;
}

/** `line:column` of the first place where `text` stands in a source, as stacks count. */
export function positionOf(source: string, text: string): string {
  const before = source.slice(0, source.indexOf(text)).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
