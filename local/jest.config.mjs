/** @type {import('jest').Config} */
export default {
  displayName: 'engine',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }] },
  // Jest cannot `require` an .mjs file: d3-geo has a UMD one.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'umd'] },
  // QuickJS loads its WebAssembly by `import()`, which Jest knows only as `require`; d3-array has no CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!@jitl/|d3-array/|internmap/)'],
  // Generous: a machine may be slow, and a test that waits for something waits for it to happen, not for a time.
  testTimeout: 30_000,
  errorOnDeprecated: true,
  restoreMocks: true,
};
