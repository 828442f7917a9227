// What AppSync takes for a token, as a regular expression: the authorizer is not called for anything else.
'use strict';

const { hasGuests } = require('./guests');

/** A signed token, with or without `Bearer ` in front of it. */
const SIGNED = String.raw`([Bb]earer {1,4})?[\w-]+\.[\w-]+\.[\w-]+`;
/** What guests show, as authorizer/guests.ts has it. */
const GUEST = 'guest';

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>}
 */
module.exports = async function tokens({ resolveVariable }) {
  const isOpen = hasGuests(await resolveVariable('self:custom.guests'));
  return isOpen ? `^(${GUEST}|${SIGNED})$` : `^${SIGNED}$`;
};
