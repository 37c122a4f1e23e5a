// Tests run as ECMAScript modules (see the `test` script for the Node option that needs), compiled by swc without type checks;
// `npm run lint` and `npm run types` look at the types.
export const swc = {
  jsc: { parser: { syntax: 'typescript', decorators: false }, target: 'es2022' },
  module: { type: 'es6' },
};

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Some tests walk through many scans over HTTP; a busy machine must not fail them.
  testTimeout: 30_000,
  // Jest leaves one processor idle unless told otherwise, which halves a machine with two.
  maxWorkers: '100%',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/build-once.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/e2e/',
    '<rootDir>/test/postgres/',
    '<rootDir>/test/crash/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
