/** Data must not move the cursor or change colours on somebody's terminal: control characters are shown as U+FFFD. */
export function harmless(line: string): string {
  return line.replace(/\p{Cc}/gu, (control) => (control === "\t" ? control : "\u{FFFD}"));
}
