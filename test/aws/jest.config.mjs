// The tests of a stage that is deployed: those of the whole that need nothing but its addresses, and the open questions.
import { patience } from '../../local/jest.config.mjs';
import { common } from '../../jest.config.mjs';

/** @type {import('jest').Config} */
export default {
  ...common,
  ...patience,
  rootDir: `${import.meta.dirname}/../..`,
  testMatch: ['<rootDir>/test/system/delivery/{delivery,payloads,unsubscribe}.test.ts', '<rootDir>/test/aws/*.test.ts'],
  // One stage, one test at a time: each expects to be alone on its channels.
  maxWorkers: 1,
  reporters: ['default', '<rootDir>/local/test/support/closing-line.mjs'],
};
