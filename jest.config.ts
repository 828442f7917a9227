import type { Config } from 'jest';

const config: Config = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/aws/'],
  // Compiled output of the framework is data, not modules.
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/.serverless'],
  transform: { '\\.[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }] },
  errorOnDeprecated: true,
  restoreMocks: true,
};

export default config;
