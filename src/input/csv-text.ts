/**
 * One CSV record as text -> its fields, by RFC 4180.
 *
 * Owns: what is a field, and what is damage. Talks to: nobody.
 *
 * Damage is never guessed away: a quote within a field that did not begin with one, or anything but a separator behind
 * a closing quote, would make records swallow each other.
 */

export const STRAY_QUOTE = "a quote stands inside a field that does not begin with one";
export const AFTER_QUOTE = "a closing quote is followed by something else than a separator";
export const OPEN_QUOTE = "a quoted field is never closed";

/** The fields, or what is wrong. `text` is without its line end. */
export function parseCsvFields(text: string, separator: string): string[] | string {
  if (!text.includes('"')) return text.split(separator);
  const fields: string[] = [];
  let index = 0;
  for (;;) {
    if (text[index] === '"') {
      const close = closingQuote(text, index + 1);
      if (close < 0) return OPEN_QUOTE;
      fields.push(text.substring(index + 1, close).replaceAll('""', '"'));
      index = close + 1;
      if (index < text.length && text[index] !== separator) return AFTER_QUOTE;
    } else {
      const found = text.indexOf(separator, index);
      const end = found < 0 ? text.length : found;
      const field = text.substring(index, end);
      if (field.includes('"')) return STRAY_QUOTE;
      fields.push(field);
      index = end;
    }
    if (index >= text.length) return fields;
    index += 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] !== '"') return quote;
  }
  return -1;
}
