/**
 * Which peers are on this machine. Programs are looked for in PATH; Python packages in the Python that
 * MR_BENCH_PYTHON names (default: python3; empty: none); Hadoop in HADOOP_HOME; DuckDB in bench/peers.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";

const PYTHON_PACKAGES = ["dask", "polars", "pyspark"] as const;
export type PythonPackage = (typeof PYTHON_PACKAGES)[number];

export const PEERS_FOLDER = join(packageRoot(), "bench", "peers");
const DUCKDB = join(PEERS_FOLDER, "node_modules", "@duckdb", "node-api");

export function hasProgram(name: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(":");
  return folders.some((folder) => folder !== "" && existsSync(join(folder, name)));
}

export function hasDuckDb(): boolean {
  return existsSync(DUCKDB);
}

/** The Python to start, or "" where there is none. */
export function python(): string {
  return process.env["MR_BENCH_PYTHON"] ?? (hasProgram("python3") ? "python3" : "");
}

const VERSIONS_SCRIPT = `
import importlib.metadata as m, sys
for name in sys.argv[1:]:
    try: print(name, m.version(name))
    except m.PackageNotFoundError: pass`;

let packages: ReadonlyMap<string, string> | null = null;

/** Installed packages among those that peers need, with their versions. */
export function pythonPackages(): ReadonlyMap<string, string> {
  packages ??= python() === "" ? new Map() : askPython();
  return packages;
}

function askPython(): Map<string, string> {
  const words = ["-c", VERSIONS_SCRIPT, ...PYTHON_PACKAGES];
  const { stdout } = spawnSync(python(), words, { encoding: "utf8" });
  const lines = (stdout ?? "").split("\n").filter(Boolean);
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

/** The jar of Hadoop Streaming, or null. */
export function hadoopStreaming(): string | null {
  const folder = join(process.env["HADOOP_HOME"] ?? "/", "share", "hadoop", "tools", "lib");
  if (process.env["HADOOP_HOME"] === undefined || !existsSync(folder)) return null;
  const jar = readdirSync(folder).find((name) => /^hadoop-streaming-[\d.]+\.jar$/.test(name));
  return jar === undefined ? null : join(folder, jar);
}

/** Versions of all that takes part, by name; what is not installed is not in it. */
export function toolVersions(): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const [name, ...words] of [
    ["sort", "--version"],
    ["grep", "--version"],
    ["mawk", "-W", "version"],
    ["parallel", "--version"],
    ["rg", "--version"],
    ["g++", "--version"],
  ] as const) {
    if (!hasProgram(name)) continue;
    const { stdout, stderr } = spawnSync(name, words, { encoding: "utf8" });
    const version = /\d+\.[\d.]+|\d{8}/.exec(`${stdout}${stderr}`.split("\n")[0] ?? "")?.[0];
    if (version !== undefined) versions[name] = version;
  }
  if (hasDuckDb()) {
    const about = JSON.parse(readFileSync(join(DUCKDB, "package.json"), "utf8")) as {
      version: string;
    };
    versions["DuckDB"] = about.version;
  }
  for (const [name, version] of pythonPackages()) versions[name] = version;
  return versions;
}
