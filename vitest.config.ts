import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^mr-engine\/testing$/,
        replacement: fileURLToPath(new URL("src/testing.ts", import.meta.url)),
      },
      { find: /^mr-engine$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) },
    ],
  },
  test: {
    include: [
      "src/**/*.test.ts",
      "test/**/*.test.ts",
      "examples/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    // Processes, sockets and signals: every file gets a process of its own, and two files run at a time.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    setupFiles: ["test/setup.ts"],
    // In CI the results are kept too: .ci/run counts them and allows no test to be skipped without a known reason.
    ...(process.env["CI"] === undefined
      ? {}
      : { reporters: ["default", ["json", { outputFile: ".test-report.json" }]] }),
    // A test that needs a second try is a bug with a seed.
    retry: 0,
  },
});
