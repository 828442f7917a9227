// How channels and patterns are written: and what they cover: as resolvers/lib/channel.ts and authorizer/permissions.ts have it.
'use strict';

/** The parts of a name between slashes. */
const ANY = '[^/*]{1,50}';
/** In a stage's list, whose entries `ctx.env` has between commas. */
const PLAIN = '[A-Za-z0-9_.:-]{1,50}';

/**
 * A channel, every channel below a prefix, or every channel. A `*` counts as a part.
 *
 * @param {string} part
 */
const patternOf = (part) => new RegExp(`^(\\*|${part}(/${part}){0,4}|${part}(/${part}){0,3}/\\*)$`);

/**
 * Is every channel of the second one among those of the first?
 *
 * @param {string} entry a channel or a pattern
 * @param {string} other as well
 */
function covers(entry, other) {
  return entry === '*' || entry === other || (entry.endsWith('/*') && other.startsWith(entry.slice(0, -1)));
}

module.exports = {
  covers,
  /** What a token may be for. */
  PATTERN: patternOf(ANY),
  /** What a stage's list may have. */
  LISTED: patternOf(PLAIN),
};
