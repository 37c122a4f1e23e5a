// Kills processes in the middle of their work, many times: `npm run test:crash`. The same suite runs on PostgreSQL with
// `npm run test:postgres`.
import base from '../../jest.config.mjs';

// The children run from the sources, so nothing is built first.
const { globalSetup: _notNeeded, ...shared } = base;

/** @type {import('jest').Config} */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/crash/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
