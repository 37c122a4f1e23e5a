import type { FactChange } from './drift.js';
import { memberKeyIn } from './member-facts.js';
import { namesText, plainClause, remark, type Clause, type Comparison } from './object-change.js';

/** Changed governance of the tenant in words. What it does to emergency access is the findings' to judge. */

export const ACTIVATIONS = 'roleManagementPolicies';
export const REVIEWS = 'accessReviews';
export const WORKFLOWS = 'lifecycleWorkflows';
export const FEDERATIONS = 'federationConfigurations';
export const IDENTITIES = 'applicationPermissions.ownIdentities';
export const GRANTS = 'applicationPermissions.grants';

type ClausesOf = (change: FactChange, comparison: Comparison) => readonly Clause[];

function ownerOf({ field }: FactChange, { nameOf }: Comparison): string {
  return `"${nameOf(memberKeyIn(field))}"`;
}

/** Whoever holds the role can change the emergency accounts. Activating an eligible role makes no new holder. */
export const holderClauses: ClausesOf = ({ added, removed }, { nameOf }) => [
  ...(added.length > 0
    ? [remark('medium', `has new holders of Global Administrator, active or eligible: ${namesText(added, nameOf)}`)]
    : []),
  ...(removed.length > 0
    ? [remark('low', `has former holders of Global Administrator: ${namesText(removed, nameOf)}`)]
    : []),
];

export const activationClauses: ClausesOf = (change, comparison) => {
  const { field, after, added, removed } = change;
  const { nameOf } = comparison;
  if (field === ACTIVATIONS) return [plainClause(change, 'medium')];
  const role = `the activation of ${ownerOf(change, comparison)}`;
  if (field.endsWith('.isApprovalRequired')) {
    return [remark('medium', `${after === 'true' ? 'demands' : 'no longer demands'} approval for ${role}`)];
  }
  if (added.length + removed.length === 0) return [plainClause(change, 'medium')];
  return [
    ...(added.length > 0 ? [remark('medium', `has ${namesText(added, nameOf)} as new approvers of ${role}`)] : []),
    ...(removed.length > 0
      ? [remark('medium', `no longer has ${namesText(removed, nameOf)} as approvers of ${role}`)]
      : []),
  ];
};

export const reviewClauses: ClausesOf = (change, comparison) => {
  const { field, before, after, added, removed } = change;
  const { nameOf } = comparison;
  if (field === REVIEWS) {
    return [
      ...added.map((id) =>
        remark('medium', `has the access review "${nameOf(id)}", which may reach emergency access, now`),
      ),
      ...removed.map((id) => remark('low', `no longer has the access review "${nameOf(id)}"`)),
    ];
  }
  const review = `the access review ${ownerOf(change, comparison)}`;
  if (field.endsWith('.displayName')) return [remark('info', `called ${review} "${before}" before`)];
  if (field.endsWith('.scopeQueries')) return [remark('medium', `changed what ${review} covers`)];
  const property = field.slice(field.lastIndexOf('.') + 1);
  return [remark('medium', `changed ${property} of ${review} from "${before}" to "${after}"`)];
};

export const workflowClauses: ClausesOf = (change, comparison) => {
  const { field, before, after, added, removed } = change;
  const { nameOf } = comparison;
  if (field === WORKFLOWS) {
    return [
      ...added.map((id) => remark('medium', `has a new lifecycle workflow "${nameOf(id)}"`)),
      ...removed.map((id) => remark('low', `no longer has the lifecycle workflow "${nameOf(id)}"`)),
    ];
  }
  const workflow = `the lifecycle workflow ${ownerOf(change, comparison)}`;
  if (field.endsWith('.displayName')) return [remark('info', `called ${workflow} "${before}" before`)];
  if (field.endsWith('.scopeRule')) {
    return [remark('medium', `changed whom ${workflow} is for from "${before}" to "${after}"`)];
  }
  const property = field.slice(field.lastIndexOf('.') + 1);
  return [remark('medium', `changed ${property} of ${workflow} from "${before}" to "${after}"`)];
};

export const permissionClauses: ClausesOf = (change, comparison) => {
  const { field, added, removed } = change;
  if (field === IDENTITIES) return [plainClause(change, 'low')];
  const permissions = (names: readonly string[]) => namesText(names, (name) => name);
  const application = `the application ${ownerOf(change, comparison)}`;
  return [
    ...(added.length > 0 ? [remark('medium', `granted ${permissions(added)} to ${application}`)] : []),
    ...(removed.length > 0 ? [remark('low', `took ${permissions(removed)} from ${application}`)] : []),
  ];
};

export const federationClauses: ClausesOf = ({ field, before, after, added, removed }) => {
  if (field === FEDERATIONS) {
    return [
      ...added.map((id) => remark('medium', `has settings for the federation of "${id}" now`)),
      ...removed.map((id) => remark('medium', `lost the settings for the federation of "${id}"`)),
    ];
  }
  const property = field.slice(field.lastIndexOf('.') + 1);
  const text = `changed ${property} of the federation of "${memberKeyIn(field)}" from "${before}" to "${after}"`;
  return [remark(property === 'displayName' ? 'info' : 'medium', text)];
};
