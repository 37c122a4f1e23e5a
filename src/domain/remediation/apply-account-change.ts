import { isSameId } from '../approval/principal.js';
import { unknown } from '../tenant/observed.js';
import type { AccountReading, RegistrationCampaign, TenantSnapshot } from '../tenant/snapshot.js';
import { mapKnown } from './map-known.js';

/** Changes of accounts, and of tenant settings that reach them, as a snapshot would show them. */

function withAccount(
  snapshot: TenantSnapshot,
  accountId: string,
  change: (account: AccountReading) => AccountReading,
): TenantSnapshot {
  return {
    ...snapshot,
    accounts: snapshot.accounts.map((account) => (isSameId(account.id, accountId) ? change(account) : account)),
  };
}

export function withPasswordPolicies(
  snapshot: TenantSnapshot,
  accountId: string,
  change: (passwordPolicies: string | null) => string | null,
): TenantSnapshot {
  return withAccount(snapshot, accountId, (account) => ({
    ...account,
    user: mapKnown(account.user, (user) => user && { ...user, passwordPolicies: change(user.passwordPolicies) }),
  }));
}

/** What a restored account is like, nobody has read: it counts for nothing until the next scan. */
const RESTORED = unknown('incomplete', 'The account has just been restored. Scan again.');

function isDeleted({ user, deletedItem }: AccountReading): boolean {
  return user.known && user.value === null && deletedItem.known && deletedItem.value !== null;
}

export function withRestoredUser(snapshot: TenantSnapshot, accountId: string): TenantSnapshot {
  return withAccount(snapshot, accountId, (account) =>
    isDeleted(account)
      ? {
          id: account.id,
          user: RESTORED,
          deletedItem: mapKnown(account.deletedItem, () => null),
          memberships: RESTORED,
          authenticationMethods: RESTORED,
          signInActivity: RESTORED,
          manager: RESTORED,
          namesakeIds: RESTORED,
          perUserMfaState: RESTORED,
          whatIf: RESTORED,
        }
      : account,
  );
}

export function withoutMethod(
  snapshot: TenantSnapshot,
  { accountId, methodKind, methodId }: Readonly<Record<'accountId' | 'methodKind' | 'methodId', string>>,
): TenantSnapshot {
  return withAccount(snapshot, accountId, (account) => ({
    ...account,
    authenticationMethods: mapKnown(account.authenticationMethods, (methods) =>
      methods.filter(({ kind, id }) => kind !== methodKind || !isSameId(id, methodId)),
    ),
  }));
}

export function withCampaignExclusions(
  snapshot: TenantSnapshot,
  change: (excludeTargetIds: readonly string[]) => readonly string[],
): TenantSnapshot {
  const edit = (campaign: RegistrationCampaign): RegistrationCampaign => ({
    ...campaign,
    excludeTargetIds: change(campaign.excludeTargetIds),
  });
  return {
    ...snapshot,
    authenticationMethodsPolicy: mapKnown(snapshot.authenticationMethodsPolicy, (policy) => ({
      ...policy,
      registrationCampaign: policy.registrationCampaign && edit(policy.registrationCampaign),
    })),
  };
}

export function withAdministratorsSspr(snapshot: TenantSnapshot, allowedToUseSSPR: boolean): TenantSnapshot {
  return {
    ...snapshot,
    authorizationPolicy: mapKnown(snapshot.authorizationPolicy, (policy) => ({ ...policy, allowedToUseSSPR })),
  };
}
