// What a caller wrote, repeated in a sentence.

/** Characters that are repeated: no channel's name is longer, and a refusal is small whatever was refused. */
const MAX_QUOTED_LENGTH = 256;

/** The text in quotation marks, or its beginning. */
export function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

/** The text, or its beginning. */
export function shortened(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
}
