import { expect, test } from '@jest/globals';
import { schemaBeside } from '../../src/jobs/pg-boss-schema.js';

test.each([
  ['public', 'glasswatch_jobs'],
  [null, 'glasswatch_jobs'],
  ['contoso', 'contoso_jobs'],
])('beside the schema %s, the jobs are in %s', (current, jobs) => {
  expect(schemaBeside(current)).toBe(jobs);
});
