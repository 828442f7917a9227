// Chats below `chat/`: text without swear words.
import { type HookMessage, type PublishAnswer, refuse } from '../lib/hook';

/** In small letters. */
const SWEAR_WORDS = ['darn', 'heck'];

/** Changes what has swear words, refuses what has more than text, and drops what says nothing. */
export function onPublish(message: HookMessage): PublishAnswer {
  const { message: text, data } = message;
  // It would get past the words.
  if (data !== undefined && data !== null) return refuse('A chat takes text only; send no "data".', 'TextOnly');
  if (text.trim() === '') return null;
  return { ...message, message: SWEAR_WORDS.reduce((done, word) => done.replaceAll(patternOf(word), '***'), text) };
}

/** The whole word, in small letters and in capitals: `replaceAll` takes a pattern of Java's. */
function patternOf(word: string): string {
  const letters = word.split('').map((letter) => `[${letter}${letter.toUpperCase()}]`);
  return `\\b${letters.join('')}\\b`;
}
