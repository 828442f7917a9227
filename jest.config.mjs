// The tests of the product and of the whole, and the engine's own, each of which says what it needs.
import { availableParallelism } from 'node:os';
import { patience, project as engine } from './local/jest.config.mjs';

/**
 * What holds for every test.
 * @type {import('jest').Config}
 */
export const common = {
  transform: engine.transform,
  testEnvironmentOptions: engine.testEnvironmentOptions,
  // jose, d3-array and marked have no CommonJS, either.
  transformIgnorePatterns: ['/node_modules/(?!jose/|d3-array/|internmap/|marked/)'],
  // Compiled output of the framework is data, not modules.
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/.serverless', '<rootDir>/client/lib/dist'],
  errorOnDeprecated: engine.errorOnDeprecated,
  restoreMocks: engine.restoreMocks,
};

/** @type {import('jest').Config} */
export default {
  projects: [
    { ...engine, rootDir: `${import.meta.dirname}/local` },
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/unit/(resolvers|channels)/'],
    },
    {
      ...common,
      displayName: 'local',
      testMatch: ['<rootDir>/test/{unit/resolvers,unit/channels,browser}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/packages/package-local.ts',
    },
    {
      ...common,
      displayName: 'packaged',
      testMatch: ['<rootDir>/test/{template,system}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/packages/package-all.ts',
    },
  ],
  // Tests wait for servers, browsers and minutes more than for the processor: two workers more than there are cores keep them busy.
  maxWorkers: availableParallelism() + 2,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  reporters: ['default', '<rootDir>/test/support/progress.mjs', '<rootDir>/local/test/support/closing-line.mjs'],
  ...patience,
};
