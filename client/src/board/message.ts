// A message as a subscriber receives it.

export interface Message {
  /** The channel. */
  readonly name: string;
  readonly message: string;
  /** JSON text. */
  readonly data: string | null;
  /** A ULID, the same in every region. */
  readonly id: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** Where it entered the system. */
  readonly region: string;
  /** The subject of the sender's token. */
  readonly userId: string | null;
}

/** The fields of `Message`, as GraphQL asks for them. */
export const MESSAGE_FIELDS = 'name message data id publishedAt region userId';
