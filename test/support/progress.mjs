// A Jest reporter that says now and then how far the tests are.
import process from 'node:process';

/** How many lines there are, about. */
const LINES = 20;
const MINUTE = 60_000;

/**
 * @typedef {{
 *   numTotalTestSuites: number, numPassedTestSuites: number, numFailedTestSuites: number,
 *   numPassedTests: number, numFailedTests: number
 * }} Results
 */

export default class Progress {
  #started = Date.now();
  #step = 1;

  /** @param {Results} results */
  onRunStart({ numTotalTestSuites }) {
    this.#started = Date.now();
    // Of a few files, each has a line of its own already.
    this.#step = numTotalTestSuites < 2 * LINES ? Infinity : Math.ceil(numTotalTestSuites / LINES);
  }

  /**
   * @param {unknown} _test
   * @param {unknown} _result
   * @param {Results} results
   */
  onTestResult(_test, _result, results) {
    const {
      numTotalTestSuites: all,
      numPassedTestSuites,
      numFailedTestSuites,
      numPassedTests,
      numFailedTests,
    } = results;
    const done = numPassedTestSuites + numFailedTestSuites;
    if (done % this.#step !== 0) return;
    const minutes = ((Date.now() - this.#started) / MINUTE).toFixed(1);
    process.stdout.write(
      `${done} of ${all} test files after ${minutes} min: ${numPassedTests} tests passed, ${numFailedTests} failed\n`,
    );
  }
}
