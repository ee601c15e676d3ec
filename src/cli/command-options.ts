/**
 * Options that several commands share, declared once so that their words and meanings cannot drift apart.
 */

import type { Command } from "commander";

export interface MasterFlags {
  readonly master?: string;
  readonly tokenFile?: string;
}

export interface JsonFlag {
  readonly json?: boolean;
}

export function masterOptions(command: Command): Command {
  return command
    .option("--master <host:port>", "the master to talk to (MR_MASTER)")
    .option("--token-file <file>", "file with the cluster's token, mode 0600 (MR_TOKEN_FILE)");
}

export function jsonOption(command: Command): Command {
  return command.option("--json", "print one JSON document on standard output");
}

/** Everything that shapes a job; `run` and `plan` take the same. */
export function jobOptions(command: Command): Command {
  return command
    .option("-o, --output <dir>", "folder to write; - streams the records to standard output")
    .option("-r, --reducers <n>", "number of reduce tasks (default: by the size of the input)")
    .option("--input <name=path>", "input of a job with several named inputs; repeatable", collect)
    .option(
      "--param <name=value>",
      "parameter of the job, same as --name value; repeatable",
      collect,
    )
    .option(
      "--split-size <size>",
      "input of one map task (default: by the job and the size of its input)",
    )
    .option("--memory <size>", "data budget of one slot (default: 128M)")
    .option(
      "--format <format>",
      "output format: text, jsonl, csv, raw (default: the job's, or text)",
    )
    .option("--compress <codec>", "output compression: none, gzip (default: the job's, or none)")
    .option("--overwrite", "replace an existing output once the new one is complete")
    .option("--skip-bad <n>", "bad records that the job may leave out (default: 0)")
    .option("--allow-nondeterministic", "accept maps that write other records when they run again")
    .option("--max-attempts <n>", "failed attempts of one task before the job fails (default: 4)")
    .option("--record-limit <size>", "a longer record is an error (default: 64M)")
    .option(
      "--task-timeout <time>",
      "a task without progress for so long has failed (default: 10m)",
    )
    .option(
      "--task-memory <size>",
      "a task that takes more, with its processes, is stopped (default: the worker's)",
    )
    .option("--name <name>", "name of the job, for people (default: the job's)");
}

export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
