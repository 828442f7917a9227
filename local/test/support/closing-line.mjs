// A Jest reporter whose last line counts the tests in a form that any CI can read.
import process from 'node:process';

export default class ClosingLine {
  /**
   * Prints the counts, or hands them to the program that runs Jest, if that wants them.
   * @param {unknown} _contexts
   * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number }} results
   */
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests }) {
    const passed = numPassedTests;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests;
    if (process.send) {
      process.send({ passed, failed, skipped });
      return;
    }
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    // Jest's own summary comes after every reporter; only at the exit is this the last line.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed${rest}\n`));
  }
}
