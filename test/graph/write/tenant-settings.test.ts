import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

/** The two settings that exist once per tenant: the registration campaign, and whether administrators reset their passwords. */

const startFake = useFakeGraphs();

const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
const ADA = 'bbbbbbbb-0000-4000-8000-00000000000a';
const DENIED = graphError(403, 'Authorization_RequestDenied');

describe('the registration campaign', () => {
  const GET = 'GET /v1.0/policies/authenticationMethodsPolicy';
  const PATCH = 'PATCH /v1.0/policies/authenticationMethodsPolicy';
  const EXCLUDE: TenantChange = { kind: 'excludeFromCampaign', accountId: ACCOUNT };
  const INCLUDE: TenantChange = { kind: 'includeInCampaign', accountId: ACCOUNT };

  function campaignWith(excluded: readonly string[], over: object = {}) {
    return {
      snoozeDurationInDays: 1,
      state: 'default',
      excludeTargets: excluded.map((id) => ({ id, targetType: 'user' })),
      includeTargets: [
        { id: 'all_users', targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' },
      ],
      ...over,
    };
  }

  function policyWith(campaign: object | null, over: object = {}): FakeAnswer {
    const json = {
      id: 'authenticationMethodsPolicy',
      lastModifiedDateTime: '2026-01-26T10:47:26Z',
      reconfirmationInDays: null,
      registrationEnforcement: { authenticationMethodsRegistrationCampaign: campaign },
      authenticationMethodConfigurations: [{ id: 'Sms', state: 'enabled', includeTargets: [] }],
      ...over,
    };
    return { json };
  }
  const excluding = (...ids: readonly string[]) => policyWith(campaignWith(ids));

  async function open(reads: FakeAnswer | readonly FakeAnswer[], answer: FakeAnswer = { status: 204 }) {
    const graph = await startFake({ [GET]: reads, [PATCH]: answer });
    return { graph, writer: openWriter(graph) };
  }

  test('is digested as a snapshot holds it', async () => {
    const { writer } = await open(excluding(ADA.toUpperCase()));
    const registrationCampaign = { state: 'default', includeTargetIds: ['all_users'], excludeTargetIds: [ADA] };
    expect(await writer.readKnown(EXCLUDE)).toMatchObject({
      objectDigest: digestOf({ registrationCampaign }),
      objectImage: canonicalJson({ registrationCampaign }),
    });
  });

  test.each([
    { change: EXCLUDE, ids: [ADA], inPlace: false },
    { change: EXCLUDE, ids: [ADA, ACCOUNT.toUpperCase()], inPlace: true },
    { change: INCLUDE, ids: [ADA, ACCOUNT], inPlace: false },
    { change: INCLUDE, ids: [ADA], inPlace: true },
  ])('$change.kind with $ids excluded is in place: $inPlace', async ({ change, ids, inPlace }) => {
    const { writer } = await open(excluding(...ids));
    expect(await writer.readKnown(change)).toMatchObject({ inPlace });
  });

  test.each([
    { change: EXCLUDE, ids: [ADA], sent: [ADA, ACCOUNT] },
    { change: INCLUDE, ids: [ACCOUNT, ADA], sent: [ADA] },
  ])('$change.kind sends the whole campaign, nothing else, once', async ({ change, ids, sent }) => {
    const { graph, writer } = await open(excluding(...ids));
    expect(await writer.write(change, await writer.readKnown(change))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(PATCH).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { registrationEnforcement: { authenticationMethodsRegistrationCampaign: campaignWith(sent) } },
    ]);
  });

  test.each([
    ['does not exist', policyWith(null), 'NO_CAMPAIGN'],
    [
      'has a setting that Graph hides',
      policyWith(campaignWith([ADA], { state: 'unknownFutureValue' })),
      'CAMPAIGN_NOT_UNDERSTOOD',
    ],
  ])('that %s is refused without a request', async (_, answer, code) => {
    const { graph, writer } = await open(answer);
    const before = await writer.readKnown(EXCLUDE);
    expect(before).toMatchObject({ inPlace: false });
    expect(await writer.write(EXCLUDE, before)).toMatchObject({ kind: 'refused', code });
    expect(graph.requestsTo(PATCH)).toEqual([]);
  });

  test('that Graph does not let be changed names what is missing', async () => {
    const { writer } = await open(excluding(ADA), DENIED);
    const result = await writer.write(EXCLUDE, await writer.readKnown(EXCLUDE));
    expect(result).toHaveProperty('detail', expect.stringContaining('Authentication Policy Administrator'));
  });

  describe('read back', () => {
    async function verified(...after: readonly FakeAnswer[]) {
      const { writer } = await open([excluding(ADA), ...after]);
      return { result: await writer.verify(EXCLUDE, await writer.readKnown(EXCLUDE)), writer };
    }

    test('is verified once it shows the account, whatever date it was changed', async () => {
      const later = policyWith(campaignWith([ACCOUNT, ADA]), { lastModifiedDateTime: '2026-05-01T12:00:02Z' });
      const { result, writer } = await verified(excluding(ADA), later);
      expect({ result, pauses: writer.pauses }).toEqual({ result: { kind: 'verified' }, pauses: [10] });
    });

    test('is verified when Graph describes the target in more words', async () => {
      const target = { '@odata.type': '#microsoft.graph.excludeTarget', id: ACCOUNT, targetType: 'user' };
      const campaign = campaignWith([ADA]);
      const excludeTargets = [...campaign.excludeTargets, target];
      const { result } = await verified(policyWith({ ...campaign, excludeTargets }));
      expect(result).toEqual({ kind: 'verified' });
    });

    test('ends as not visible when it never shows', async () => {
      const { result } = await verified(excluding(ADA));
      expect(result).toMatchObject({ kind: 'notVisible' });
    });

    test.each([
      ['excludeTargets', excluding(ACCOUNT)],
      ['excludeTargets', excluding(ACCOUNT, ADA, 'bbbbbbbb-0000-4000-8000-00000000000e')],
      ['state', policyWith(campaignWith([ACCOUNT, ADA], { state: 'enabled' }))],
      [
        'authenticationMethodConfigurations',
        policyWith(campaignWith([ACCOUNT, ADA]), { authenticationMethodConfigurations: [] }),
      ],
      ['authenticationMethodsRegistrationCampaign is gone', policyWith(null)],
    ])('names %s when it is not as written', async (property, after) => {
      const { result } = await verified(after);
      expect(result).toMatchObject({ kind: 'foreignChange' });
      expect(result).toHaveProperty('detail', expect.stringContaining(property));
    });
  });
});

describe('self-service password reset of administrators', () => {
  const GET = 'GET /v1.0/policies/authorizationPolicy';
  const PATCH = 'PATCH /v1.0/policies/authorizationPolicy';
  const FORBID: TenantChange = { kind: 'setAdministratorsSspr', allowed: false };
  const ALLOW: TenantChange = { kind: 'setAdministratorsSspr', allowed: true };

  function policy(allowedToUseSSPR: boolean | null, over: object = {}): FakeAnswer {
    return { json: { id: 'authorizationPolicy', allowInvitesFrom: 'everyone', allowedToUseSSPR, ...over } };
  }

  async function open(reads: FakeAnswer | readonly FakeAnswer[], answer: FakeAnswer = { status: 204 }) {
    const graph = await startFake({ [GET]: reads, [PATCH]: answer });
    return { graph, writer: openWriter(graph) };
  }

  test.each([
    { change: FORBID, is: true, inPlace: false },
    { change: FORBID, is: false, inPlace: true },
    { change: FORBID, is: null, inPlace: false },
    { change: ALLOW, is: true, inPlace: true },
    { change: ALLOW, is: null, inPlace: false },
  ])('allowed $change.allowed while it is $is is in place: $inPlace', async ({ change, is, inPlace }) => {
    const { writer } = await open(policy(is));
    expect(await writer.readKnown(change)).toMatchObject({
      objectDigest: digestOf({ allowedToUseSSPR: is }),
      objectImage: canonicalJson({ allowedToUseSSPR: is }),
      inPlace,
    });
  });

  test('is written alone, once', async () => {
    const { graph, writer } = await open(policy(true));
    expect(await writer.write(FORBID, await writer.readKnown(FORBID))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(PATCH).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { allowedToUseSSPR: false },
    ]);
  });

  test('that Graph does not let be changed names what is missing', async () => {
    const { writer } = await open(policy(true), DENIED);
    const result = await writer.write(FORBID, await writer.readKnown(FORBID));
    expect(result).toHaveProperty('detail', expect.stringContaining('Policy.ReadWrite.Authorization'));
  });

  test('is verified once it shows', async () => {
    const { writer } = await open([policy(true), policy(true), policy(false)]);
    expect(await writer.verify(FORBID, await writer.readKnown(FORBID))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10]);
  });

  test('names another property that changed', async () => {
    const { writer } = await open([policy(true), policy(false, { allowInvitesFrom: 'none' })]);
    const result = await writer.verify(FORBID, await writer.readKnown(FORBID));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining('allowInvitesFrom changed'));
  });
});
