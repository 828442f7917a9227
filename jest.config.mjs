/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/aws/'],
  // Compiled output of the framework is data, not modules.
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/.serverless'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }] },
  // QuickJS loads its WebAssembly by `import()`, which Jest knows only as `require`; jose has no CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!@jitl/|jose/)'],
  // Jest leaves a core to itself, of two it would use one.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/support/closing-line.mjs'],
  // Generous: a machine may be slow, and a test that waits for something waits for it to happen, not for a time.
  testTimeout: 30_000,
  errorOnDeprecated: true,
  restoreMocks: true,
};
