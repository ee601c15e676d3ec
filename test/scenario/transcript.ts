/**
 * Scenario files: a title, then blocks of commands and what came of them.
 *
 *   # What the story shows
 *
 *   join w1 slots=2
 *   ----
 *   fact worker w1 joined with 2 slots
 *
 * Several commands may share a block; lines that begin with `#` are kept as they are.
 */

import { ScenarioStage } from "./stage.js";
import { type Call, VERBS } from "./verbs.js";

/** Plays the file and returns it with the transcript as it is now. */
export function playTranscript(text: string): string {
  const stage = new ScenarioStage();
  return `${parseBlocks(text)
    .map((block) => playBlock(stage, block))
    .join("\n\n")}\n`;
}

/** What stands before `----` in each block. */
function parseBlocks(text: string): readonly (readonly string[])[] {
  return text
    .split(/\n{2,}/)
    .map((block) => block.split("\n").filter((line) => line !== ""))
    .map((lines) => {
      const end = lines.indexOf("----");
      return end < 0 ? lines : lines.slice(0, end);
    })
    .filter((lines) => lines.length > 0);
}

function playBlock(stage: ScenarioStage, lines: readonly string[]): string {
  const commands = lines.filter((line) => !line.startsWith("#"));
  if (commands.length === 0) return lines.join("\n");
  const told = commands.flatMap((line) => playLine(stage, line));
  return [...lines, "----", ...(told.length === 0 ? ["(nothing)"] : told)].join("\n");
}

function playLine(stage: ScenarioStage, line: string): readonly string[] {
  const [name = "", ...rest] = line.split(/ +/);
  const verb = VERBS[name];
  if (verb === undefined) throw new Error(`there is no verb ${name}: ${line}`);
  try {
    return verb(stage, parseCall(rest));
  } catch (error) {
    throw new Error(`cannot play: ${line}`, { cause: error });
  }
}

function parseCall(words: readonly string[]): Call {
  const named = words
    .filter((text) => text.includes("="))
    .map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)] as const);
  return { words: words.filter((text) => !text.includes("=")), named: new Map(named) };
}
