// A message's structured data as text for people.

/** In one line, for a row. */
export function dataLine(data: unknown): string {
  return JSON.stringify(data);
}

/** Indented, for the whole view of a message. */
export function dataBlock(data: unknown): string {
  return JSON.stringify(data, undefined, 2);
}

/** The value of JSON text; `undefined` if it is none. */
export function dataIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
