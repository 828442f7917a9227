// A message as the client library hands it over.
import type { Message } from 'global-pubsub-client';

export function aMessage(overrides: Partial<Message> = {}): Message {
  return {
    name: 'tech',
    message: 'hi',
    data: null,
    id: '01',
    publishedAt: '2026-01-01T00:00:00.000Z',
    region: 'us-west-2',
    userId: null,
    position: '01',
    previous: null,
    ...overrides,
  };
}
