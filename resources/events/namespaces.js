// The channel namespaces that a list of channels needs: one for each first part.
'use strict';

const { payloadsBelow, rulesOf } = require('../../tools/stages/payload-schema');

/** A namespace's name: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateChannelNamespace.html */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;
/** Namespaces of an API: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_NAMESPACES = 50;
/** Characters of a namespace's channels and rules: its code takes 32,768, and half of them are for the code itself. */
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
 * What is wanted of the data of messages in a namespace's channels.
 *
 * @param {string} name
 * @param {Record<string, unknown>} payloads schemas by channel or pattern
 * @returns {string} `PayloadRule[]` as JSON text
 */
function rulesIn(name, payloads) {
  return JSON.stringify(rulesOf(payloadsBelow(payloads, name)));
}

/**
 * @param {string[]} channels
 * @param {Record<string, unknown>} payloads schemas by channel or pattern
 * @returns {string | undefined} the rest of a sentence that says why an Event API cannot have these channels
 */
function problemOfNamespaces(channels, payloads) {
  const namespaces = namespacesOf(channels);
  for (const [name, { [0]: channel }] of namespaces) {
    if (!NAME.test(name)) {
      return `needs channels whose first part has letters, digits and dashes only, and no dash at either end; ${JSON.stringify(channel)} has another one`;
    }
  }
  if (namespaces.size > MAX_NAMESPACES) {
    return `needs channels with ${MAX_NAMESPACES} first parts at most, since each is a channel namespace; there are ${namespaces.size}`;
  }
  for (const [name, list] of namespaces) {
    const [channelsLength, rulesLength] = [list.join().length, rulesIn(name, payloads).length];
    if (channelsLength > MAX_LENGTH) {
      return `needs channels of which those with the same first part take ${MAX_LENGTH} characters at most; those of "${name}" take ${channelsLength}, so use patterns such as "${name}/*"`;
    }
    if (channelsLength + rulesLength > MAX_LENGTH) {
      return `needs channels with the same first part that take, together with the rules that payloads makes for them, ${MAX_LENGTH} characters at most; those of "${name}" take ${channelsLength + rulesLength}, so say less of their data`;
    }
  }
  return undefined;
}

module.exports = { namespacesOf, problemOfNamespaces, rulesIn };
