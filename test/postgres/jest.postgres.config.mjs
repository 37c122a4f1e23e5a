// The tests that need a PostgreSQL server; `scripts/postgres.mjs` finds one and starts jest with this.
import base from '../../jest.config.mjs';

// Nothing here starts the built program, so it is not built first.
const { globalSetup: _notNeeded, ...shared } = base;

/** @type {import('jest').Config} */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/postgres/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
