// A Jest sequencer that begins with the tests that take longest, so that none of them is left to run alone at the end.
import Sequencer from '@jest/test-sequencer';

/** These start planets, browsers and the framework. Jest knows how long a test takes only where it has run before. */
const LONG = /\/test\/(?:browser|system|template)\//;

export default class LongestFirst extends Sequencer {
  /**
   * @param {Parameters<Sequencer['sort']>[0]} tests
   * @override
   * @returns {Promise<Parameters<Sequencer['sort']>[0]>}
   */
  async sort(tests) {
    const ordered = await super.sort(tests);
    const isLong = (/** @type {{ readonly path: string }} */ { path }) => LONG.test(path);
    return [...ordered.filter(isLong), ...ordered.filter((test) => !isLong(test))];
  }
}
