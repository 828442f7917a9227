// The channel namespaces that a list of channels needs: one for each first part.
'use strict';

/** A namespace's name: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateChannelNamespace.html */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;
/** Namespaces of an API: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_NAMESPACES = 50;
/** Characters of a namespace's channels: its code takes 32,768, and half of them are for the code itself. */
const MAX_LENGTH = 16_384;

/**
 * @param {string[]} channels
 * @returns {Map<string, string[]>} the channels by their first part
 */
function namespacesOf(channels) {
  const namespaces = new Map();
  for (const channel of channels) {
    const [name = ''] = channel.split('/');
    namespaces.set(name, [...(namespaces.get(name) ?? []), channel]);
  }
  return namespaces;
}

/**
 * @param {string[]} channels
 * @returns {string | undefined} the rest of a sentence that says why an Event API cannot have these channels
 */
function problemOfNamespaces(channels) {
  const namespaces = namespacesOf(channels);
  for (const [name, { [0]: channel }] of namespaces) {
    if (!NAME.test(name)) {
      return `needs channels whose first part has letters, digits and dashes only, and no dash at either end; ${JSON.stringify(channel)} has another one`;
    }
  }
  if (namespaces.size > MAX_NAMESPACES) {
    return `needs channels with ${MAX_NAMESPACES} first parts at most, since each is a channel namespace; there are ${namespaces.size}`;
  }
  const [large] = [...namespaces].filter(([, list]) => list.join().length > MAX_LENGTH);
  if (!large) return undefined;
  return `needs channels of which those with the same first part take ${MAX_LENGTH} characters at most; those of "${large[0]}" take ${large[1].join().length}, so use patterns such as "${large[0]}/*"`;
}

module.exports = { namespacesOf, problemOfNamespaces };
