/**
 * Jobs from where they really come: the library, or a user's file, bundled and described in a child process.
 *
 * K1. A bundle lies on the disk only while it is described.
 */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { findJob } from "../../jobs/find-job.js";
import type { JobLoader, OpenedJob } from "./load-job.js";

export const jobLoader: JobLoader = {
  async open(job, cwd, scratchFolder) {
    const found = findJob(job, cwd);
    return found.kind === "library" ? openLibrary(found.name) : openFile(found.path, scratchFolder);
  },
};

async function openLibrary(name: string): Promise<OpenedJob> {
  const { describeJob } = await import("../../jobs/describe.js");
  const code = { kind: "library", name } as const;
  return {
    name,
    code,
    bundle: null,
    describe: (raw) => describeJob(code, raw, null),
    close: () => Promise.resolve(),
  };
}

async function openFile(path: string, scratchFolder: string): Promise<OpenedJob> {
  const [{ bundleJob }, { describeJob }] = await Promise.all([
    import("../../jobs/bundle.js"),
    import("../../jobs/describe.js"),
  ]);
  const { sha256, bytes, file } = await bundleJob(path);
  const code = { kind: "bundle", sha256, sizeBytes: bytes.byteLength, file } as const;
  const folder = join(scratchFolder, "describe");
  const bundlePath = join(folder, `${sha256}.mjs`);
  // Not recursive: after an interruption the scratch folder is gone and must stay so.
  await mkdir(folder, { mode: 0o700 });
  await writeFile(bundlePath, bytes, { mode: 0o600 });
  return {
    name: basename(path).replace(/\.[^.]+$/, ""),
    code,
    bundle: { sha256, bytes },
    describe: (raw) => describeJob(code, raw, bundlePath),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
