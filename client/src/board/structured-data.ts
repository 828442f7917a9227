// A message's structured data as text for people.

/** In one line, for a row. */
export function dataLine(data: string): string {
  const value = parsed(data);
  return value === undefined ? data : JSON.stringify(value);
}

/** Indented, for the whole view of a message. */
export function dataBlock(data: string): string {
  const value = parsed(data);
  return value === undefined ? data : JSON.stringify(value, undefined, 2);
}

/** Is it JSON text, which is what the API takes? */
export function isJson(text: string): boolean {
  return parsed(text) !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
