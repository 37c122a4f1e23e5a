// Type-aware lint. What the formatter decides is not repeated here, and neither is who may import whom: that is
// .dependency-cruiser.mjs. A remark made twice in review becomes a rule in this file or a test in test/conventions.
import comments from '@eslint-community/eslint-plugin-eslint-comments';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PROCESS_ENV = [
  {
    object: 'process',
    property: 'env',
    message: 'Only src/config.ts reads the environment: take a value from Config.',
  },
];

/** Holds for every file that the type checker sees. */
const everywhere = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.recommendedTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    eqeqeq: 'error',
    'no-constant-binary-expression': 'error',
    'no-self-compare': 'error',
    'no-unmodified-loop-condition': 'error',
    'require-atomic-updates': 'error',
    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-import-type-side-effects': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/no-unsafe-argument': 'error',
    '@typescript-eslint/no-unsafe-assignment': 'error',
    '@typescript-eslint/no-unsafe-call': 'error',
    '@typescript-eslint/no-unsafe-member-access': 'error',
    '@typescript-eslint/no-unsafe-return': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/only-throw-error': 'error',
    '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    // A `default` branch must not hide a member that was added to a union later.
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: true },
    ],
  },
};

/** The product. Tests and scripts may read the environment and print; the product says what it needs by its types. */
const product = {
  files: ['src/**/*.ts'],
  rules: {
    'no-console': 'error',
    'no-restricted-properties': ['error', ...PROCESS_ENV],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'TSEnumDeclaration',
        message: 'Use a union of string literals: it is plain data and needs no import.',
      },
      {
        selector: "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
        message: 'Only src/config.ts reads the environment: take a value from Config.',
      },
      {
        selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
        message: 'Only src/config.ts reads the environment: take a value from Config.',
      },
    ],
  },
};

/** The domain decides and does nothing else: no classes, no clock, no randomness, no waiting. */
const domain = {
  files: ['src/domain/**/*.ts'],
  rules: {
    'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'],
    'no-restricted-syntax': [
      'error',
      ...product.rules['no-restricted-syntax'].slice(1),
      { selector: 'ClassDeclaration, ClassExpression', message: 'The domain is data and functions: no classes.' },
      { selector: 'AwaitExpression', message: 'The domain does not wait: read first, then judge.' },
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'The domain has no clock: take `now` as an argument.',
      },
      {
        selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
        message: 'The domain has no clock: take `now` as an argument.',
      },
      {
        selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
        message: 'The domain has no randomness: take the value as an argument.',
      },
    ],
  },
};

const tests = {
  files: ['test/**/*.ts'],
  extends: [jest.configs['flat/recommended']],
  rules: {
    // A shared suite or a helper that asserts is named for it: describeStoreContract, expectRefused.
    'jest/expect-expect': [
      'error',
      { assertFunctionNames: ['expect', 'expect*', 'describe*', 'fc.assert'], additionalTestBlockFunctions: [] },
    ],
    'jest/no-conditional-expect': 'error',
    'jest/no-disabled-tests': 'error',
    'jest/no-export': 'off',
    'jest/no-focused-tests': 'error',
    'jest/prefer-importing-jest-globals': 'error',
    'jest/valid-expect': 'error',
    'jest/valid-expect-in-promise': 'error',
    // A helper that asserts is called from a test, which the rule cannot see.
    'jest/no-standalone-expect': 'off',
    // A fake keeps the promise of an interface without waiting for anything.
    '@typescript-eslint/require-await': 'off',
    // Between two hooks of one file nothing runs at the same time.
    'require-atomic-updates': 'off',
    // Titles may be data: `test.each(rows)('$name', …)`.
    'jest/valid-title': ['error', { ignoreTypeOfTestName: true, ignoreTypeOfDescribeName: true }],
  },
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'reports/', 'data/', 'node_modules/', 'test/conventions/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    plugins: { '@eslint-community/eslint-comments': comments },
    rules: {
      '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
      '@eslint-community/eslint-comments/require-description': ['error', { ignore: [] }],
    },
  },
  everywhere,
  product,
  domain,
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // The command line's own output. Everything else logs.
  { files: ['src/cli.ts', 'src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  tests,
  // A suite that several test files share exports itself; a test file does not.
  { files: ['test/**/*.test.ts'], rules: { 'jest/no-export': 'error' } },
);
