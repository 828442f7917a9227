// What stands for a kind of vote, on a button and in the air. Drawn: not every device has the same emoji, or any.
import type { Kind } from '../../contract';

/** A sign, within 24 by 24. */
interface Sign {
  /** The `d` of an SVG path, filled by the even-odd rule. */
  readonly path: string;
  readonly color: string;
}

export const SIGNS: Readonly<Record<Kind, Sign>> = {
  love: {
    path: 'M12 21C5 15 2 11.6 2 7.9 2 5 4.2 3 6.8 3 9 3 11 4.2 12 6.2 13 4.2 15 3 17.2 3 19.8 3 22 5 22 7.9 22 11.6 19 15 12 21Z',
    color: '#e0446c',
  },
  like: {
    path: 'M2 10H6V21H2ZM8 10L12 2C13.7 2 14.7 3.2 14.4 4.8L13.6 9H20C21.3 9 22.2 10.2 21.9 11.5L20.1 19.1C19.9 20.2 19 21 17.9 21H8Z',
    color: '#2f9e64',
  },
  meh: {
    path: 'M12 2A10 10 0 1 1 12 22 10 10 0 1 1 12 2ZM8.5 8A1.5 1.5 0 1 0 8.5 11 1.5 1.5 0 1 0 8.5 8ZM15.5 8A1.5 1.5 0 1 0 15.5 11 1.5 1.5 0 1 0 15.5 8ZM7.5 14.5V16.3H16.5V14.5Z',
    color: '#c08a1e',
  },
  unlike: {
    path: 'M22 14H18V3H22ZM16 14L12 22C10.3 22 9.3 20.8 9.6 19.2L10.4 15H4C2.7 15 1.8 13.8 2.1 12.5L3.9 4.9C4.1 3.8 5 3 6.1 3H16Z',
    color: '#6175d6',
  },
};

/** A sign beside its word. */
export function SignOf({ kind }: { readonly kind: Kind }) {
  const { path, color } = SIGNS[kind];
  return (
    <svg className="sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fill={color} fillRule="evenodd" />
    </svg>
  );
}
