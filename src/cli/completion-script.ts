/**
 * Completion scripts for bash, zsh and fish, written from the tree of commands.
 *
 * K1. The scripts carry the words themselves: pressing TAB starts no process.
 */

import type { Command } from "commander";

export type Shell = "bash" | "zsh" | "fish";

interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flags: readonly string[]; readonly description: string }[];
}

export function completionScript(program: Command, shell: Shell): string {
  const commands = collectWords(program);
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return zshScript(commands);
    case "fish":
      return fishScript(commands);
  }
}

function collectWords(program: Command): CommandWords[] {
  const shared = optionsOf(program);
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...optionsOf(command), ...shared],
  }));
}

function optionsOf(command: Command): CommandWords["options"] {
  return command.options
    .filter((option) => !option.hidden)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
      description: option.description,
    }));
}

function bashScript(commands: readonly CommandWords[]): string {
  const cases = commands.map(
    ({ name, options }) =>
      `    ${name}) words=${quote(options.flatMap((option) => option.flags).join(" "))} ;;`,
  );
  return [
    "# mr completion for bash: source <(mr completion bash)",
    "_mr() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W ${quote(commands.map(({ name }) => name).join(" "))} -- "$current"))`,
    "    return",
    "  fi",
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    "  esac",
    '  case "$current" in',
    '    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;',
    '    *) COMPREPLY=($(compgen -f -- "$current")) ;;',
    "  esac",
    "}",
    "complete -o filenames -F _mr mr",
    "",
  ].join("\n");
}

function zshScript(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options }) => {
    const specs = options.flatMap(({ flags, description }) =>
      flags.map((flag) => quote(`${flag}[${description.replace(/[[\]:]/g, " ")}]`)),
    );
    return `    ${name}) _arguments ${specs.join(" ")} '*:file:_files' ;;`;
  });
  const listed = commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  return [
    "#compdef mr",
    "# mr completion for zsh: source <(mr completion zsh)",
    "_mr() {",
    "  local -a commands",
    "  commands=(",
    ...listed,
    "  )",
    "  if (( CURRENT == 2 )); then",
    "    _describe command commands",
    "    return",
    "  fi",
    "  local name=$words[2]",
    "  shift words; (( CURRENT-- ))",
    "  case $name in",
    ...cases,
    "  esac",
    "}",
    "compdef _mr mr",
    "",
  ].join("\n");
}

function fishScript(commands: readonly CommandWords[]): string {
  const lines = ["# mr completion for fish: mr completion fish | source"];
  for (const { name, description, options } of commands) {
    lines.push(`complete -c mr -n __fish_use_subcommand -a ${name} -d ${quote(description)}`);
    for (const { flags, description: text } of options) {
      const words = flags.map((flag) =>
        flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      lines.push(
        `complete -c mr -n '__fish_seen_subcommand_from ${name}' ${words.join(" ")} -d ${quote(text)}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
