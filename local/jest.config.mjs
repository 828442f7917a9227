// @aws-sdk/core reads it, here and in every process that a test starts: a warning for each about Node.js 20 says nothing new.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/**
 * What holds for the engine's tests, from whichever folder they are started.
 * @type {import('jest').Config}
 */
export const project = {
  displayName: 'engine',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }] },
  // Jest cannot `require` an .mjs file: d3-geo has a UMD one.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'umd'] },
  // d3-array has no CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!d3-array/|internmap/)'],
  errorOnDeprecated: true,
  restoreMocks: true,
};

/** How long anything may take, milliseconds. A test waits for things to happen, not for a time: only a hang takes as long. */
export const patience = {
  testTimeout: 300_000,
  // A worker that does not end has left something open.
  workerGracefulExitTimeout: 60_000,
};

/** @type {import('jest').Config} */
export default { ...project, ...patience, reporters: ['default', '<rootDir>/test/support/closing-line.mjs'] };
