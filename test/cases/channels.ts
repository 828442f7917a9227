// What texts are as channels: for everybody who looks at one.

/** What a text can be: one channel, every channel that it covers, or a mistake. */
export type ChannelKind = 'name' | 'pattern' | 'neither';

const FIFTY = 'x'.repeat(50);

/** Text and kind, for `it.each`. */
export const CHANNEL_TEXTS: readonly (readonly [string, ChannelKind])[] = [
  ['news', 'name'],
  ['news/sport', 'name'],
  ['news/sport/football/league/1', 'name'],
  ['a/b/c/d/e/f', 'neither'],
  [FIFTY, 'name'],
  [`${FIFTY}x`, 'neither'],
  [Array.from({ length: 5 }, () => FIFTY).join('/'), 'name'],
  [`a/${FIFTY}x`, 'neither'],
  ['A.b:c_d-9', 'name'],
  ['', 'neither'],
  ['/', 'neither'],
  ['/news', 'neither'],
  ['news/', 'neither'],
  ['news//sport', 'neither'],
  ['*', 'pattern'],
  ['news/*', 'pattern'],
  ['a/b/c/d/*', 'pattern'],
  ['a/b/c/d/e/*', 'neither'],
  ['/*', 'neither'],
  ['*/*', 'neither'],
  ['**', 'neither'],
  ['news*', 'neither'],
  ['news/s*', 'neither'],
  ['news/**', 'neither'],
  ['news/*/x', 'neither'],
  ['news/*/*', 'neither'],
  ['news/*/', 'neither'],
  ['*/news', 'neither'],
  ['日本/ニュース', 'name'],
  ['é', 'name'],
  // A character counts as JavaScript does: one such is two.
  ['😀'.repeat(25), 'name'],
  ['😀'.repeat(26), 'neither'],
  // Whatever it means in an address, here it is no slash.
  ['news%2Fsport', 'name'],
  [String.raw`news\sport`, 'name'],
  ['news%2F*', 'neither'],
  ['news, sport', 'name'],
  ['__proto__', 'name'],
  [' ', 'name'],
  ['news\n', 'name'],
];
