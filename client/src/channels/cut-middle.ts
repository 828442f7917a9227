// Long names of channels: both ends tell most of them apart, as in `news/sport/…/bundesliga`.

/** The name in so many characters at most. */
export function cutMiddle(name: string, most: number): string {
  // By characters, as people count them, and not through the middle of one.
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const start = Math.ceil((most - 1) / 2);
  const end = most - 1 - start;
  return `${characters.slice(0, start).join('')}…${characters.slice(characters.length - end).join('')}`;
}
