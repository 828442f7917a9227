// Which modules stand behind the names that the resolvers import for what a stage may have (esbuild's `alias`).
'use strict';

const history = require('../history/history');
const hooks = require('./hooks');

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<Record<string, string>>}
 */
module.exports = async function aliases(framework) {
  return { ...(await hooks.alias(framework)), ...(await history.alias(framework)) };
};
