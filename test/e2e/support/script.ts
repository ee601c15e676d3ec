/** What a scripted runner can be told to do, in a task's payload. */

export type Script =
  | { readonly do: "succeed"; readonly segments?: boolean }
  | { readonly do: "wait-for-file"; readonly path: string }
  | { readonly do: "print"; readonly text: string }
  | { readonly do: "sources"; readonly stage: string }
  | { readonly do: "throw"; readonly message?: string }
  | { readonly do: "spin" | "hang" | "throw-later" | "reject-later" | "fetch-failure" }
  | { readonly do: "eat-heap" }
  | { readonly do: "exit"; readonly code: number }
  | { readonly do: "signal"; readonly signal: NodeJS.Signals }
  /** Writes its own and the grandchild's process id to `path` as JSON first. */
  | { readonly do: "grandchild-and-spin"; readonly path: string };
