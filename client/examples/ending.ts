// How an example ends that cannot do what it is for: with one sentence, whatever its library throws.

/** Amplify and the Apollo link put this before what a frame of the socket says: an error type, or JSON. */
const FRAME_PREFIX = 'Connection failed: ';

/** What to do, by what the sentence is about. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/Unauthorized/, 'Give a token of one of the issuers of the stage that has not ended.'],
  [/certificate/i, 'Correct the address, or name the authority of the certificate in NODE_EXTRA_CA_CERTS.'],
  [
    /network error|ECONNREFUSED|ENOTFOUND/i,
    'Correct the address, start the API (npm start), or name the authority of its certificate in NODE_EXTRA_CA_CERTS.',
  ],
  [/Unknown error|status code|bad port/, 'Correct the address: this one is not of an API.'],
  [/load credentials/, 'Set those of your AWS account in the environment.'],
];

/** Prints the sentence of what was thrown and what to do about it, and ends with exit code 1. */
export function endWith(reason: unknown): never {
  const sentence = sentenceOf(reason).replace(/\.?$/, '.');
  const [, remedy] = REMEDIES.find(([about]) => about.test(sentence)) ?? [];
  process.stderr.write(`${[sentence, remedy].filter(Boolean).join(' ')}\n`);
  process.exit(1);
}

/** The innermost sentence: libraries wrap the API's in errors of their own. */
function sentenceOf(reason: unknown): string {
  if (typeof reason !== 'object' || reason === null) return String(reason);
  const { errors, cause, errorType, message, code } = reason as Readonly<Record<string, unknown>>;
  const [first] = Array.isArray(errors) ? (errors as readonly unknown[]) : [];
  const inner = first ?? cause;
  if (inner !== undefined) return sentenceOf(inner);
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const text = [message, code].filter(isText).map(String)[0] ?? 'The API gave no reason';
  if (text.startsWith(FRAME_PREFIX)) return sentenceOfFrame(text.slice(FRAME_PREFIX.length));
  return typeof errorType === 'string' ? `${errorType}: ${text}` : text;
}

function sentenceOfFrame(text: string): string {
  try {
    return sentenceOf(JSON.parse(text));
  } catch {
    return text;
  }
}
