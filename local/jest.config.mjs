/** @type {import('jest').Config} */
export default {
  displayName: 'engine',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }] },
  // QuickJS loads its WebAssembly by `import()`, which Jest knows only as `require`.
  transformIgnorePatterns: ['/node_modules/(?!@jitl/)'],
  // Generous: a machine may be slow, and a test that waits for something waits for it to happen, not for a time.
  testTimeout: 30_000,
  errorOnDeprecated: true,
  restoreMocks: true,
};
