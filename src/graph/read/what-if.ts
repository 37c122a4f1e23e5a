import { z } from 'zod';
import type { BetaPolicy, PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { known, type Observed, type Unknown } from '../../domain/tenant/observed.js';
import type { AccountReading } from '../../domain/tenant/snapshot.js';
import type { WhatIfAnswer, WhatIfScenario } from '../../domain/tenant/what-if.js';
import { objectId, optionalText } from './graph-schema.js';
import { observe, parseWith, type CollectionRead, type ReadSession } from './observe.js';
import { POLICY_PERMISSION } from './policies.js';
import { RESOURCES, resourceOf } from './resources.js';
import type { AccountReads } from './second-step.js';
import { chooseScenarios } from './what-if-scenarios.js';
import { isUnknown, latestOf, whole } from './whole.js';

/**
 * What Microsoft Entra says that policies would do to an account. Asked with POST, and still only a question. One at a time,
 * for the tenant answers one a second. Source: conditionalAccessRoot: evaluate.
 */

const PATH = '/identity/conditionalAccess/evaluate';

/** `notSet` is how Graph writes "none", and says nothing. */
const reasons = z.string().transform((flags) =>
  flags
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '' && flag !== 'notSet'),
);

const result = z
  .object({ id: objectId, displayName: optionalText, policyApplies: z.boolean(), analysisReasons: reasons })
  .transform(({ id, displayName, ...rest }) => ({ policyId: id, policyName: displayName ?? '', ...rest }));

/** The read of one answer. What is asked travels as `questionOf`. */
function readWhatIf(userId: string, scenario: WhatIfScenario): CollectionRead<WhatIfAnswer> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.whatIf, userId),
    permission: POLICY_PERMISSION,
    version: 'v1.0',
    path: PATH,
    parse: parseWith(z.array(result).transform((results) => ({ scenario, results }))),
  };
}

function questionOf(userId: string, { application, ...signInConditions }: WhatIfScenario): object {
  return {
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId },
    signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [application] },
    signInConditions,
    appliedPoliciesOnly: false,
  };
}

async function ask(session: ReadSession, userId: string, scenario: WhatIfScenario): Promise<Observed<WhatIfAnswer>> {
  const read = readWhatIf(userId, scenario);
  const { version, path } = read;
  const answer = await session.client.send({ method: 'POST', version, path, body: questionOf(userId, scenario) });
  // One read for each account, however many questions it takes.
  return observe({ ...session, onRead: () => undefined }, read, answer);
}

/** An answer that every further question would get as well. */
function isForAll(answer: Observed<unknown>): answer is Unknown {
  return !answer.known && (answer.reason === 'forbidden' || answer.reason === 'notLicensed');
}

/** The answers for one account, as many as are needed to know that they are not known. */
async function askAll(
  session: ReadSession,
  userId: string,
  scenarios: readonly WhatIfScenario[],
): Promise<Observed<readonly WhatIfAnswer[]>> {
  const answers: Observed<WhatIfAnswer>[] = [];
  for (const scenario of scenarios) {
    const answer = await ask(session, userId, scenario);
    if (!answer.known) return answer;
    answers.push(answer);
  }
  const values = whole(answers);
  return isUnknown(values) ? values : known(values, latestOf(answers));
}

/** Known when both lists are, and empty. */
function hasNoPolicy(policies: Observed<PolicyList>, beta: Observed<readonly BetaPolicy[]>): boolean {
  if (!policies.known || !beta.known) return false;
  return policies.value.policies.length + policies.value.malformed.length + beta.value.length === 0;
}

/** What stands for the answers where nothing has to be asked, or null. An account that was not read cannot be asked about. */
function withoutAsking({ user }: AccountReads, nothingToAskAbout: boolean): Observed<[]> | null {
  if (!user.known) return user;
  return user.value === null || nothingToAskAbout ? known([], user.readAt) : null;
}

/** The answers for each of `accounts`, in their order. Once the tenant has refused to answer at all, nobody asks again. */
export async function readWhatIfs(
  session: ReadSession,
  accounts: readonly AccountReads[],
  policies: Observed<PolicyList>,
  beta: Observed<readonly BetaPolicy[]>,
): Promise<readonly AccountReading['whatIf'][]> {
  const instead = accounts.map((account) => withoutAsking(account, hasNoPolicy(policies, beta)));
  const scenarios = chooseScenarios(instead.filter((answers) => answers === null).length);
  const readings: AccountReading['whatIf'][] = [];
  for (const [index, { id }] of accounts.entries()) {
    const reading = instead[index] ?? readings.find(isForAll) ?? (await askAll(session, id, scenarios));
    session.onRead(resourceOf(RESOURCES.whatIf, id));
    readings.push(reading);
  }
  return readings;
}
