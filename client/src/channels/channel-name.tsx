// A channel's name where there is little room.
import { cutMiddle } from './cut-middle';

/** Characters that fit into a chip, and into a row of the board. */
const MOST = 28;

/** The name, cut in the middle if it is long; all of it for those who point at it, and for screen readers. */
export function ChannelName({ name }: { readonly name: string }) {
  const short = cutMiddle(name, MOST);
  if (short === name) return name;
  return (
    <span title={name}>
      <span aria-hidden="true">{short}</span>
      <span className="unseen">{name}</span>
    </span>
  );
}
