// What a visitor comes with: a token, which every region takes, or an API key, which one region takes.

/** A credential, as the API's clients send it. */
export type Credential =
  | { readonly kind: 'apiKey'; readonly value: string }
  | {
      readonly kind: 'token';
      readonly value: string;
      /** The token's `sub`, if it can be read. */
      readonly subject?: string;
      /** When the token ends: milliseconds since 1970. */
      readonly endsAt?: number;
    };

/** Every AppSync API key begins so. https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html */
const API_KEY_START = 'da2-';
const BEARER = /^bearer\s+/i;
const JWT_PARTS = 3;
const SECOND = 1000;

/**
 * Recognises what a visitor pasted. A token is not verified here, which only the API can do.
 * @returns `undefined` if there is nothing
 */
export function credentialOf(pasted: string): Credential | undefined {
  const value = pasted.trim().replace(BEARER, '');
  if (value === '') return undefined;
  if (value.startsWith(API_KEY_START)) return { kind: 'apiKey', value };
  const { sub, exp } = claimsOf(value);
  return {
    kind: 'token',
    value,
    ...(typeof sub === 'string' && { subject: sub }),
    ...(typeof exp === 'number' && { endsAt: exp * SECOND }),
  };
}

/** The claims of a JWT; none if it is something else. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const parts = token.split('.');
  if (parts.length !== JWT_PARTS) return {};
  try {
    const binary = atob((parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const text = new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
    const claims: unknown = JSON.parse(text);
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
