// Times as EventBridge writes and reads them.

const MILLISECONDS = 1_000;

/**
 * ISO 8601, to the second, as in an event's envelope.
 * @param time milliseconds since 1970
 */
export function eventTimeOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, -'.000Z'.length)}Z`;
}

/**
 * A timestamp as SDK clients send it (seconds since 1970) or as RFC 3339 has it.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#shape-serialization
 * @returns milliseconds since 1970, or undefined when it is neither
 */
export function parseTimestamp(value: unknown): number | undefined {
  const time = typeof value === 'number' ? value * MILLISECONDS : typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}

/** Seconds since 1970, as the JSON protocol writes timestamps. */
export function timestampOf(time: number): number {
  return time / MILLISECONDS;
}
