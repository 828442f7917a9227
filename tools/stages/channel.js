// How channels and patterns are written: as resolvers/lib/channel.ts and authorizer/permissions.ts have it.
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

module.exports = {
  /** What a token may be for. */
  PATTERN: patternOf(ANY),
  /** What a stage's list may have. */
  LISTED: patternOf(PLAIN),
};
