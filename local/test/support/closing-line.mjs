// A Jest reporter whose last line counts the tests in a form that any CI can read.
import process from 'node:process';

export default class ClosingLine {
  /**
   * @param {unknown} _contexts
   * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number }} results
   */
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests }) {
    // What was checked before the tests counts as well.
    const failed = numFailedTests + numRuntimeErrorTestSuites + Number(process.env['FAILED_CHECKS'] ?? 0);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    // Jest's own summary comes after every reporter; only at the exit is this the last line.
    process.once('exit', () => process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`));
  }
}
