import { afterEach, beforeEach, describe } from '@jest/globals';
import type { OpenedStore, StoreOptions } from '../../src/store/create-store.js';
import { describeAlertsContract } from './alerts-contract.js';
import { describeAuditContract } from './audit-contract.js';
import { describeAutomationContract } from './automation-contract.js';
import { describeConversationContract } from './conversation-contract.js';
import { describeCrashContract } from './crash-contract.js';
import { describeDesignationsContract } from './designations-contract.js';
import { describeDriftContract } from './drift-contract.js';
import { describeDrillsContract } from './drills-contract.js';
import { describeExecutionsContract } from './executions-contract.js';
import { describeMigrationContract } from './migration-contract.js';
import { describeOpenRequestsContract } from './open-requests-contract.js';
import { describeOutboxContract } from './outbox-contract.js';
import { describeQueryPlansContract } from './query-plans-contract.js';
import { describeRequestsContract } from './requests-contract.js';
import { describeReviewsContract } from './reviews-contract.js';
import { describeScanContentsContract } from './scan-contents-contract.js';
import { describeScanContract } from './scan-contract.js';
import { describeTellingContract } from './telling-contract.js';
import type { CreateDatabase, TestDatabase } from './test-database.js';

/** What every store promises, whichever database is below. */

/** The database and the store of the running test. */
export interface StoreUnderTest {
  readonly database: TestDatabase;
  readonly store: OpenedStore;
  /** Closes the store, as a stop of the process does. */
  close(): Promise<void>;
  /** Closes the store and opens it again. */
  reopen(options?: StoreOptions): Promise<OpenedStore>;
}

async function putUnderTest(database: TestDatabase): Promise<StoreUnderTest> {
  const open = new Set<OpenedStore>();
  const openOne = async (options?: StoreOptions): Promise<OpenedStore> => {
    const store = await database.openStore(options);
    open.add(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of open) await store.close();
    open.clear();
  };
  const store = await openOne();
  return {
    database,
    store,
    close,
    reopen: async (options) => {
      await close();
      return await openOne(options);
    },
  };
}

/** Runs the contract: a fresh database from `create` for each test. */
export function describeStoreContract(name: string, create: CreateDatabase): void {
  describe(`the store on ${name}`, () => {
    let current: StoreUnderTest;

    beforeEach(async () => {
      current = await putUnderTest(await create());
    });

    afterEach(async () => {
      await current.close();
      await current.database.remove();
    });

    describeScanContract(() => current);
    describeScanContentsContract(() => current);
    describeConversationContract(() => current);
    describeAuditContract(() => current);
    describeRequestsContract(() => current);
    describeOpenRequestsContract(() => current);
    describeReviewsContract(() => current);
    describeExecutionsContract(() => current);
    describeAutomationContract(() => current);
    describeTellingContract(() => current);
    describeOutboxContract(() => current);
    describeDriftContract(() => current);
    describeAlertsContract(() => current);
    describeDrillsContract(() => current);
    describeDesignationsContract(() => current);
    describeQueryPlansContract(() => current);
    describeMigrationContract(() => current, create);
    describeCrashContract(() => current);
  });
}
