import type { Subject } from '../controls/control.js';
import { tenantSubjectOf } from './tenant-resource.js';
import { diffFacts, factsOf, type Fact } from './facts.js';
import { remark, sentenceOf, type Comparison, type ObjectChange } from './object-change.js';
import { policyClauses, reachClauses, stateWords } from './policy-clauses.js';
import type { Policy } from './policy-reach.js';
import { isUnseen, policyIdsIn, sightingOf, whyUnseen, type Sighting } from './policy-sighting.js';

/** Conditional Access policies: which are new, gone, changed, or out of sight. While a list is not known, nothing is said. */

/** A policy that could not be looked at makes findings unknown on account of these requests. */
const LISTS = ['GET /identity/conditionalAccess/policies', 'GET /beta/identity/conditionalAccess/policies'];

/** In Graph's own nesting; without `modifiedDateTime`, which changes with every edit and says nothing by itself. */
function policyFacts(policy: Policy): readonly Fact[] {
  const { id: _id, modifiedDateTime: _modified, users, applications, clientAppTypes, ...rest } = policy;
  return factsOf('', { ...rest, conditions: { users, applications, clientAppTypes } });
}

function nameIn(sighting: Sighting): string | null {
  switch (sighting.kind) {
    case 'read':
      return sighting.policy.displayName;
    case 'notUnderstood':
    case 'betaOnly':
      return sighting.displayName;
    case 'absent':
    case 'cannotTell':
      return null;
  }
}

function wordsOf(sighting: Sighting): string {
  switch (sighting.kind) {
    case 'read':
      return stateWords(sighting.policy.state);
    case 'notUnderstood':
      return `not understood: ${sighting.problem}`;
    case 'betaOnly':
      return `visible on the beta endpoint only, ${sighting.state === null ? 'state unknown' : stateWords(sighting.state)}`;
    case 'absent':
      return 'not there';
    case 'cannotTell':
      return 'not listed';
  }
}

interface Pair {
  readonly subject: Subject;
  readonly before: Sighting;
  readonly after: Sighting;
}

function sightingChange({ before, after }: Pair): ObjectChange['changes'] {
  return [{ field: 'state', before: wordsOf(before), after: wordsOf(after), added: [], removed: [] }];
}

function lookAtNew(pair: Pair, policy: Policy, comparison: Comparison): ObjectChange {
  const { subject, before } = pair;
  const isNew = before.kind === 'absent' || before.kind === 'cannotTell';
  const text = `is ${isNew ? 'new' : 'readable again'} and ${stateWords(policy.state)}`;
  const reached = reachClauses(undefined, policy, comparison);
  const own = remark(policy.state === 'enabled' ? 'medium' : 'low', text);
  // First in the sentence, whatever it does to the accounts.
  const first = reached[0] === undefined ? own : { ...reached[0], text };
  return {
    subject,
    fate: isNew ? 'appeared' : 'changed',
    changes: sightingChange(pair),
    clauses: [first, ...reached],
    sources: [],
  };
}

function loseSight(pair: Pair): ObjectChange {
  const { subject, before, after } = pair;
  const isNew = before.kind === 'absent' || before.kind === 'cannotTell';
  const mayBeEnforced = before.kind !== 'read' || before.policy.state === 'enabled';
  const clause = remark(mayBeEnforced ? 'high' : 'medium', `${isNew ? 'is new and ' : ''}${whyUnseen(after)}`);
  return {
    subject,
    fate: isNew ? 'appeared' : 'wentBlind',
    changes: sightingChange(pair),
    clauses: [clause],
    sources: LISTS,
    summary: sentenceOf(subject, [clause]),
  };
}

function loseObject(pair: Pair): ObjectChange {
  const { subject, before } = pair;
  const wasEnforced = before.kind === 'read' && before.policy.state === 'enabled';
  const text = before.kind === 'read' ? `is deleted; it was ${stateWords(before.policy.state)}` : 'is deleted';
  const clauses = [remark(wasEnforced ? 'medium' : 'low', text)];
  return { subject, fate: 'disappeared', changes: sightingChange(pair), clauses, sources: [] };
}

function compareRead(subject: Subject, was: Policy, is: Policy, comparison: Comparison): readonly ObjectChange[] {
  const changes = diffFacts(policyFacts(was), policyFacts(is), comparison.nameOf);
  if (changes.length === 0) return [];
  return [{ subject, fate: 'changed', changes, clauses: policyClauses(was, is, changes, comparison), sources: [] }];
}

/** A policy that neither view could look at: all there is to compare is how it was listed. */
function compareUnseen(pair: Pair): readonly ObjectChange[] {
  const changes = sightingChange(pair);
  if (changes.every(({ before, after }) => before === after)) return [];
  const clauses = [remark('medium', whyUnseen(pair.after))];
  return [{ subject: pair.subject, fate: 'changed', changes, clauses, sources: LISTS }];
}

function comparePair(pair: Pair, comparison: Comparison): readonly ObjectChange[] {
  const { subject, before, after } = pair;
  if (after.kind === 'read') {
    return before.kind === 'read'
      ? compareRead(subject, before.policy, after.policy, comparison)
      : [lookAtNew(pair, after.policy, comparison)];
  }
  if (after.kind === 'absent') return before.kind === 'cannotTell' ? [] : [loseObject(pair)];
  if (before.kind === 'read' || before.kind === 'absent') return [loseSight(pair)];
  return isUnseen(before) && before.kind !== after.kind && after.kind === 'cannotTell'
    ? [loseSight(pair)]
    : compareUnseen(pair);
}

/** Entries of the list without an ID: which policy each stands for, nobody knows. */
function compareNameless({ accepted, present, nameOf }: Comparison): readonly ObjectChange[] {
  const { policies: before } = accepted.snapshot;
  const { policies: after } = present.snapshot;
  if (!before.known || !after.known) return [];
  const namesIn = ({ value }: typeof after) =>
    value.malformed.flatMap((entry) => (entry.id === null ? [entry.displayName ?? entry.problem] : []));
  const changes = diffFacts(
    factsOf('policies.malformed', namesIn(before)),
    factsOf('policies.malformed', namesIn(after)),
    (name) => name,
  );
  if (changes.length === 0) return [];
  const subject = tenantSubjectOf(present.snapshot, nameOf);
  const isMore = changes.some(({ added }) => added.length > 0);
  const clause = isMore
    ? remark('high', 'lists a policy without an ID that cannot be understood: look for it in the admin center')
    : remark('info', 'no longer lists a policy without an ID that could not be understood');
  return [
    {
      subject,
      fate: isMore ? 'wentBlind' : 'changed',
      changes,
      clauses: [clause],
      sources: LISTS,
      summary: sentenceOf(subject, [clause]),
    },
  ];
}

/** Every policy that is not as it was accepted. */
export function comparePolicies(comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  if (!accepted.snapshot.policies.known || !present.snapshot.policies.known) return [];
  const ids = [...new Set([accepted.snapshot, present.snapshot].flatMap(policyIdsIn))].sort();
  const changes = ids.flatMap((id) => {
    const before = sightingOf(accepted.snapshot, id);
    const after = sightingOf(present.snapshot, id);
    const subject: Subject = { type: 'policy', id, name: nameIn(after) ?? nameIn(before) ?? id };
    return comparePair({ subject, before, after }, comparison);
  });
  return [...changes, ...compareNameless(comparison)];
}
