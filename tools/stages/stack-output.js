// What a stack that is deployed already shows, for settings that other stacks take from it.
'use strict';

/** The framework's code while it does not know yet where such variables come from: it asks again when it does. */
const TOO_EARLY = 'MISSING_VARIABLE_DEPENDENCY';

/**
 * @param {(variable: string) => Promise<any>} resolveVariable the framework's
 * @param {string} variable such as `cf(us-east-1):stack.Output`
 * @returns {Promise<string>} empty when there is no such stack, or AWS cannot be asked: every other setting is checked first, then
 *   this is said in a sentence of ours
 */
module.exports = async function stackOutput(resolveVariable, variable) {
  try {
    return await resolveVariable(`${variable}, ''`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === TOO_EARLY) throw error;
    return '';
  }
};
