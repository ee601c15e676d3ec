/**
 * `mr run JOB --help`: what the job does, which inputs it reads and which parameters it takes.
 */

import type { JobDescription } from "../../jobs/program.js";
import type { Colors } from "../io.js";
import { kebabCase } from "./arguments.js";

type ParamSpec = JobDescription["params"][string];

export function jobHelpLines(job: string, description: JobDescription, colors: Colors): string[] {
  const inputs = description.program?.inputs.map((input) => input.name) ?? [];
  const places = inputs.length > 1 ? inputs.map((name) => `<${name}>`).join(" ") : "<input...>";
  const lines = [`Usage: mr run ${job} ${places} [options] [parameters]`, ""];
  if (description.description !== "") lines.push(description.description, "");
  if (inputs.length > 1) {
    lines.push(`Inputs, in this order or as --input name=path: ${inputs.join(", ")}`, "");
  }
  const rows = Object.entries(description.params).map(([name, spec]) => parameterRow(name, spec));
  if (rows.length === 0) {
    lines.push("The job has no parameters.");
  } else {
    const width = Math.max(...rows.map(({ flag }) => flag.length));
    lines.push(colors.bold("Parameters:"));
    lines.push(...rows.map(({ flag, text }) => `  ${flag.padEnd(width)}  ${text}`.trimEnd()));
  }
  lines.push("", "`mr help run` lists the options that all jobs have.");
  return lines;
}

function parameterRow(name: string, spec: ParamSpec): { flag: string; text: string } {
  const flag = `--${kebabCase(name)}`;
  const details = spec.default === undefined ? "required" : defaultText(spec);
  const text = [spec.description, details === "" ? "" : `(${details})`].filter(
    (part) => part !== "",
  );
  return {
    flag: spec.type === "boolean" ? flag : `${flag} <${placeholder(spec)}>`,
    text: text.join(" "),
  };
}

function defaultText(spec: ParamSpec): string {
  const { default: value } = spec;
  if (value === null || value === false || value === "") return "";
  return `default: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

function placeholder(spec: ParamSpec): string {
  switch (spec.type) {
    case "choice":
      return spec.choices.join("|");
    case "custom":
      return "value";
    default:
      return spec.type;
  }
}
