// Hooks that do what hooks can do, and what they must not: a message's text says what. In test/support/packages/packages.ts.
type Message = { name: string; id: string; message: string; data?: unknown };
type Caller = { kind: string; id: string | null; claims: Record<string, unknown> };

const REFUSAL = { errorType: 'TooManyWords', message: 'Say less.' };

export function onPublish(message: Message, caller: Caller): unknown {
  switch (message.message) {
    case 'change':
      return { ...message, message: 'changed', data: { was: message.data ?? null } };
    case 'drop':
      return null;
    case 'refuse':
      return REFUSAL;
    case 'forge':
      return {
        ...message,
        userId: 'root',
        region: 'moon',
        position: '',
        publishedAt: '',
        previous: message.id,
        backend: 'x',
      };
    case 'who':
      return { ...message, data: caller };
    case 'other channel':
      return { ...message, name: 'free/other' };
    case 'other channel in place':
      message.name = 'free/other';
      return message;
    case 'other id':
      return { ...message, id: '01M8JZ8PT88Y0Z19CKSJNW6K7S' };
    case 'nothing':
      return undefined;
    case 'text':
      return 'text';
    case 'yes':
      return true;
    case 'list':
      return [message];
    case 'number':
      return { ...message, message: 5 };
    case 'function':
      return { ...message, data: () => 1 };
    case 'refusal without code':
      return { errorType: '', message: 'Say less.' };
    case 'unfit':
      return { ...message, data: { price: 'high' } };
    case 'large':
      return { ...message, data: [message.data, message.data, message.data] };
    default:
      return message;
  }
}

/** A list of what is closed: it says nothing of patterns. */
export function onSubscribe(name: string): unknown {
  if (name === 'odd/secret') return REFUSAL;
  return name === 'odd/nonsense' ? undefined : null;
}
