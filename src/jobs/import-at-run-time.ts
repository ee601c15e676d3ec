/**
 * `import()` of what is not in the program's own files.
 *
 * V8 forgets whose code it is when it was compiled ahead, and refuses to import from it: bin/load-program.ts lends its own
 * `import()` then. Elsewhere there is no such name.
 */

declare const mrImport: ((specifier: string) => Promise<unknown>) | undefined;

/** `specifier`: a URL, or the name of a package of ours. */
export function importAtRunTime(specifier: string): Promise<unknown> {
  return typeof mrImport === "undefined" ? import(specifier) : mrImport(specifier);
}
