import { jest } from '@jest/globals';
import { describeJobsContract } from '../jobs/jobs-contract.js';
import { createPgBossUnderTest } from './jobs-under-test.js';

// Minutes of pg-boss's polling are many small statements.
jest.setTimeout(60_000);

describeJobsContract('PostgreSQL', createPgBossUnderTest);
