// The browser test: `npm run test:e2e`. Needs Debian's chromium; starts everything else itself.
import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
  // One browser and one bot at a time: side by side they take each other's ports and processors.
  maxWorkers: 1,
};
