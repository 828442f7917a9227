// The path of schema.graphql for the AppSync plugin, which takes it as a pattern for file names: in a folder named `copy (1)` it
// would find no schema, and deploy an empty one.
'use strict';

const path = require('node:path');

/** Characters that mean something in a pattern; the plugin turns a backslash, which would escape them, into a slash. */
const MEANINGFUL = /[()[\]{}*?+@|]/g;
/** `[!]` would mean "not": with a character that no path has, it is `!` itself. */
const EXCLAMATION_MARK = '[\u0001!]';

module.exports = path
  .resolve(__dirname, '../../schema.graphql')
  .replace(MEANINGFUL, (character) => `[${character}]`)
  .replaceAll('!', EXCLAMATION_MARK);
