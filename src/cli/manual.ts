/**
 * docs/cli.md, written from the tree of commands, the table of options and the table of exit codes.
 *
 * N1. A test compares the file with this text: `npm run docs` writes it anew.
 */

import type { Command } from "commander";
import { OPTION_NAMES } from "../config/options.js";

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ["0", "done"],
  ["1", "the job failed; `mr verify`: the output is not what was published"],
  ["2", "usage or configuration: what was asked for cannot be done, nothing was run"],
  ["3", "the master cannot be reached, or speaks another version"],
  ["4", "not authorised: wrong or missing token"],
  ["5", "only in part: the job was cancelled, a check of `mr doctor` failed"],
  ["129", "ended by SIGHUP: the terminal was closed"],
  ["130", "interrupted by Ctrl-C; a local run has put everything away"],
  ["143", "ended by SIGTERM; a local run has put everything away"],
];

const HEAD = `<!-- Written by \`npm run docs\` from the program itself; a test compares the two. -->

# The command line

Result data goes to standard output, everything else to standard error. \`--json\` prints one document whose
\`format\` field carries its version; a field never changes its meaning within a version.
Sizes are written \`64M\`, \`64MiB\` or \`1G\` (powers of 1024), durations \`90s\`, \`10m\` or \`2h\`.
Ids of jobs may be shortened as long as they stay unique.
`;

const BEHAVIOUR = `## Stopping

- A local run: the first Ctrl-C (or SIGTERM) cancels the job, waits until everything is put away and exits 130 (143).
  The second leaves at once; the worker processes then remove what is left.
- A run with \`--master\`: Ctrl-C detaches and the job goes on. \`mr wait\` follows it again, \`mr cancel\` ends it.
  The message says how; also when the master had not answered yet and only may have the job.
  A job that reads our standard input or writes to our standard output (\`-o -\`) cannot go on alone: it is cancelled.
- \`mr worker\`: the first signal lets running tasks finish and leaves the master, the second ends it at once.
  What a killed one leaves in TMPDIR, the next worker on that machine removes.

## Colours

Colours are used on terminals only, decided for each stream. \`--no-color\` and \`NO_COLOR\` switch them off,
\`FORCE_COLOR\` switches them on for pipes too.
`;

export function manualText(program: Command): string {
  return [
    HEAD,
    "## Commands\n",
    ...program.commands.map(
      (command) => `- [\`mr ${command.name()}\`](#mr-${command.name()}): ${command.description()}`,
    ),
    "",
    ...program.commands.map(commandSection),
    optionsOfAll(program),
    configuration(),
    BEHAVIOUR,
    "## Exit codes\n",
    "| Code | Meaning |",
    "| --- | --- |",
    ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    "",
  ].join("\n");
}

function commandSection(command: Command): string {
  const lines = [
    `## mr ${command.name()}\n`,
    "```",
    `mr ${command.name()} ${command.usage()}`,
    "```\n",
    `${sentence(command.description())}\n`,
  ];
  const rows = [
    ...command.registeredArguments.map(
      (argument) =>
        `| \`${argument.required ? "<" : "["}${argument.name()}${argument.variadic ? "..." : ""}${argument.required ? ">" : "]"}\` | ${cell(argument.description)} |`,
    ),
    ...command.options.filter((option) => !option.hidden).map(optionRow),
  ];
  if (rows.length > 0) lines.push("| Argument or option | Meaning |", "| --- | --- |", ...rows, "");
  return lines.join("\n");
}

function optionRow(option: Command["options"][number]): string {
  const preset =
    option.defaultValue === undefined || option.negate
      ? ""
      : ` (default: ${String(option.defaultValue)})`;
  return `| \`${cell(option.flags)}\` | ${cell(option.description)}${preset} |`;
}

function optionsOfAll(program: Command): string {
  return [
    "## Options of all commands\n",
    "| Option | Meaning |",
    "| --- | --- |",
    ...program.options.map(optionRow),
    "| `-h, --help` | show help for the command |",
    "",
  ].join("\n");
}

function configuration(): string {
  return [
    "## Variables and configuration file\n",
    "A flag wins over a variable, a variable over the file, the file over the default. The file is `mr.config.json`",
    "in the working folder, else `$XDG_CONFIG_HOME/mr/config.json`: one JSON object with the names below.\n",
    "| Flag | Variable | In the file |",
    "| --- | --- | --- |",
    ...Object.entries(OPTION_NAMES).map(
      ([name, { flag, variable }]) => `| \`${flag}\` | \`${variable}\` | \`${name}\` |`,
    ),
    "",
  ].join("\n");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A bar would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
