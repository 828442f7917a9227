// The hooks of the folder channels/: what a stage adds for the channels with the same first part.
'use strict';

const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');

/** The folder, below the project's. What is in folders of its own is no hook. */
const FOLDER = 'channels';
const EXTENSION = '.ts';
/** What a file may export, each a hook. */
const HOOKS = ['onPublish', 'onSubscribe', 'onSubscribePattern'];
/** Stands in a stage's list for every channel. */
const EVERY = '*';

/**
 * @param {string} root the project's folder
 * @returns {Map<string, string>} the files below it by the first part of their channels' names
 */
function hookFiles(root) {
  const folder = path.join(root, FOLDER);
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(EXTENSION))
    .map(({ name }) => name)
    .sort();
  return new Map(files.map((name) => [name.slice(0, -EXTENSION.length), path.posix.join(FOLDER, name)]));
}

/**
 * Can a stage have channels whose names have this first part?
 *
 * @param {string[]} channels of the stage
 * @param {string} namespace
 */
function isNamespaceOf(channels, namespace) {
  return channels.some((channel) => channel === EVERY || channel.split('/')[0] === namespace);
}

/** What else may be beside them: settings of the compiler, text for people, and what an editor or a system leaves there. */
const OTHER = /^\.|^tsconfig\.json$|\.md$/;

/**
 * @param {string} root the project's folder
 * @returns {string | undefined} a file, below it, that looks like a hook and is none
 */
function oddHookFile(root) {
  const folder = path.join(root, FOLDER);
  if (!existsSync(folder)) return undefined;
  const odd = readdirSync(folder, { withFileTypes: true }).find(
    (entry) => !entry.isDirectory() && !entry.name.endsWith(EXTENSION) && !OTHER.test(entry.name),
  );
  return odd && path.posix.join(FOLDER, odd.name);
}

module.exports = { FOLDER, HOOKS, hookFiles, isNamespaceOf, oddHookFile };
