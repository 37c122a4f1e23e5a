// Mutation testing: changes the rules that stand between a click and a write, one place at a time, and expects a test to
// fail each time. `npm run mutation` works on a copy of the files; docs/testing.md lists what survives, and why.

export default {
  mutate: [
    'src/domain/approval/**/*.ts',
    'src/domain/audit/**/*.ts',
    'src/domain/remediation/lockout-guard.ts',
    'src/domain/remediation/guard/**/*.ts',
    'src/domain/remediation/usable-accounts.ts',
  ],
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.mjs',
    config: {
      // No test here starts the program, so nothing is built.
      globalSetup: null,
      setupFiles: ['<rootDir>/test/mutation-setup.mjs'],
      // The guard's properties over random tenants stay out: named cases have to catch each mutant, and in less time.
      testMatch: [
        '<rootDir>/test/domain/approval/**/*.test.ts',
        '<rootDir>/test/domain/audit/**/*.test.ts',
        '<rootDir>/test/domain/remediation/{lockout-guard*,guard-*,usable-accounts*}.test.ts',
      ],
    },
    enableFindRelatedTests: true,
  },
  coverageAnalysis: 'perTest',
  // A mutant that only makes a busy machine slower has not been found out.
  timeoutMS: 30_000,
  concurrency: 2,
  ignorePatterns: ['/.ci', '/appPackage', '/data', '/dist', '/docs', '/env', '/infra'],
  tempDirName: 'reports/mutation/work',
  cleanTempDir: 'always',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutants.json' },
  thresholds: { high: 100, low: 98, break: 96 },
};
