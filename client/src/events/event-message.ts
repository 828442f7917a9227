// Messages as they come out by the Events door: `data` is JSON there, and no text with JSON in it.
import type { Message } from 'global-pubsub-client';
import { dataIn } from '../board/structured-data';
import { isRecord } from '../settings/settings';

/** What is text in every message. */
const TEXTS = ['name', 'message', 'id', 'publishedAt', 'region', 'position'] as const;

/** The message in an event's JSON text; nothing if it is something else. */
export function messageIn(event: unknown): Message | undefined {
  const value = typeof event === 'string' ? dataIn(event) : undefined;
  return isRecord(value) && isMessage(value) ? { ...value, data: value.data ?? null } : undefined;
}

function isMessage(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Message {
  const { userId, previous } = value;
  return TEXTS.every((key) => typeof value[key] === 'string') && isTextOrNull(userId) && isTextOrNull(previous);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
