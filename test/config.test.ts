import { describe, expect, test } from '@jest/globals';
import { readBotConfig, readScanConfig } from '../src/config.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const CLIENT = '22222222-2222-4222-8222-222222222222';
const ACCOUNT = '33333333-3333-4333-8333-333333333333';

const COMPLETE = {
  NODE_ENV: 'production',
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: CLIENT,
  AZURE_CLIENT_SECRET: 'graph-secret',
  BOT_ID: CLIENT,
  BOT_TENANT_ID: TENANT,
  BOT_PASSWORD: 'bot-secret',
};

function problemsOf(configured: ReturnType<typeof readBotConfig> | ReturnType<typeof readScanConfig>) {
  return configured.ok ? [] : configured.problems.map(({ code }) => code);
}

function messagesOf(configured: ReturnType<typeof readBotConfig> | ReturnType<typeof readScanConfig>): string {
  return configured.ok ? '' : configured.problems.map(({ message }) => message).join('\n');
}

describe('what the bot starts as', () => {
  test('with nothing configured it is the sandbox, on loopback, with nothing kept', () => {
    const configured = readBotConfig({});
    expect(configured).toMatchObject({
      ok: true,
      config: { target: { kind: 'sandbox' }, host: '127.0.0.1', port: 3978, store: { kind: 'memory' } },
    });
  });

  test('with everything configured it is the bot of that tenant', () => {
    const configured = readBotConfig(COMPLETE);
    expect(configured).toMatchObject({
      ok: true,
      config: { target: { kind: 'tenant', graph: { tenantId: TENANT }, bot: { type: 'SingleTenant', appId: CLIENT } } },
    });
  });

  test('the configuration cannot be changed afterwards', () => {
    const configured = readBotConfig({});
    expect(configured.ok && Object.isFrozen(configured.config)).toBe(true);
  });
});

describe('authentication off means sandbox only', () => {
  test('production without bot credentials does not start', () => {
    expect(problemsOf(readBotConfig({ NODE_ENV: 'production' }))).toEqual(['BOT_AUTHENTICATION_OFF']);
  });

  test('the same outside production starts as the sandbox', () => {
    expect(problemsOf(readBotConfig({ NODE_ENV: 'development' }))).toEqual([]);
  });

  test('Graph credentials without bot credentials do not start the bot', () => {
    const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = COMPLETE;
    const configured = readBotConfig({ AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET });
    expect(problemsOf(configured)).toEqual(['BOT_AUTHENTICATION_OFF']);
  });

  test('the same credentials are enough for the scan command', () => {
    const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = COMPLETE;
    expect(readScanConfig({ AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET })).toMatchObject({
      ok: true,
      config: { graph: { credentials: { kind: 'clientSecret' } } },
    });
  });

  test('a ready-made access token does not start the bot', () => {
    expect(problemsOf(readBotConfig({ GRAPH_ACCESS_TOKEN: 'token' }))).toContain('BOT_AUTHENTICATION_OFF');
  });

  test('bot credentials without a tenant to watch do not start the bot', () => {
    const { BOT_ID, BOT_TENANT_ID, BOT_PASSWORD } = COMPLETE;
    expect(problemsOf(readBotConfig({ BOT_ID, BOT_TENANT_ID, BOT_PASSWORD }))).toEqual(['CONFIG_MISSING']);
  });
});

describe('each needed variable', () => {
  const needed = Object.keys(COMPLETE).filter((name) => name !== 'NODE_ENV') as (keyof typeof COMPLETE)[];

  test.each(needed)('%s missing, empty or blank is reported and nothing starts', (name) => {
    for (const value of [undefined, '', '   ']) {
      const configured = readBotConfig({ ...COMPLETE, [name]: value });
      expect(configured.ok).toBe(false);
    }
    expect(readBotConfig(COMPLETE).ok).toBe(true);
  });

  test.each(['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'BOT_ID', 'BOT_TENANT_ID'])(
    '%s that is not a GUID is named',
    (name) => {
      expect(messagesOf(readBotConfig({ ...COMPLETE, [name]: 'contoso' }))).toContain(name);
    },
  );

  test('everything that is wrong is listed at once', () => {
    const configured = readBotConfig({
      BOT_ID: 'x',
      AZURE_CLIENT_ID: 'y',
      PORT: '0',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
    });
    const messages = messagesOf(configured);
    for (const name of [
      'BOT_ID',
      'BOT_TENANT_ID',
      'BOT_PASSWORD',
      'AZURE_TENANT_ID',
      'AZURE_CLIENT_ID',
      'AZURE_CLIENT_SECRET',
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
    ]) {
      expect(messages).toContain(name);
    }
  });

  test('an unknown bot type is refused instead of being taken for multi-tenant', () => {
    expect(messagesOf(readBotConfig({ ...COMPLETE, BOT_TYPE: 'MultiTenant' }))).toContain('BOT_TYPE');
    expect(readBotConfig({ ...COMPLETE, BOT_TYPE: 'SingleTenant' }).ok).toBe(true);
  });

  test('two credentials for one identity are refused, because nobody could say which is used', () => {
    expect(problemsOf(readBotConfig({ ...COMPLETE, AZURE_MANAGED_IDENTITY: 'true' }))).toEqual(['CONFIG_AMBIGUOUS']);
    expect(problemsOf(readBotConfig({ ...COMPLETE, BOT_TYPE: 'UserAssignedMSI' }))).toEqual(['CONFIG_AMBIGUOUS']);
  });
});

describe('where Graph is', () => {
  const withToken = { GRAPH_ACCESS_TOKEN: 'token' };

  test('the public cloud unless another is named', () => {
    expect(readScanConfig(withToken)).toMatchObject({ config: { graph: { endpoint: 'https://graph.microsoft.com' } } });
    expect(readScanConfig({ ...withToken, GRAPH_ENDPOINT: 'https://graph.microsoft.us/' })).toMatchObject({
      config: { graph: { endpoint: 'https://graph.microsoft.us' } },
    });
  });

  test.each(['https://graph.example.com', 'http://graph.microsoft.com', 'http://10.0.0.1:80', 'ftp://127.0.0.1:1'])(
    '%s is refused: a token must not go there',
    (endpoint) => {
      expect(problemsOf(readScanConfig({ ...withToken, GRAPH_ENDPOINT: endpoint }))).toEqual(['CONFIG_MALFORMED']);
    },
  );

  test('loopback is refused in production and accepted elsewhere', () => {
    const environment = { ...withToken, GRAPH_ENDPOINT: 'http://127.0.0.1:4000' };
    expect(problemsOf(readScanConfig({ ...environment, NODE_ENV: 'production' }))).toEqual(['CONFIG_MALFORMED']);
    expect(problemsOf(readScanConfig(environment))).toEqual([]);
  });
});

describe('remediation', () => {
  const remediator = { REMEDIATOR_CLIENT_ID: ACCOUNT, REMEDIATOR_CLIENT_SECRET: 'writer-secret' };

  test('is off unless it is configured', () => {
    expect(readBotConfig(COMPLETE)).toMatchObject({ config: { target: { remediator: null, approvers: null } } });
  });

  test('has an identity of its own and people who may approve', () => {
    expect(readBotConfig({ ...COMPLETE, ...remediator, APPROVERS_GROUP_ID: TENANT })).toMatchObject({
      config: { target: { remediator: { clientId: ACCOUNT }, approvers: { kind: 'group', groupId: TENANT } } },
    });
  });

  test('is refused to the identity that reads', () => {
    const environment = { ...COMPLETE, ...remediator, APPROVERS: ACCOUNT, REMEDIATOR_CLIENT_ID: CLIENT };
    expect(problemsOf(readBotConfig(environment))).toEqual(['CONFIG_AMBIGUOUS']);
  });

  test('is refused while nobody may approve', () => {
    expect(problemsOf(readBotConfig({ ...COMPLETE, ...remediator }))).toEqual(['CONFIG_MISSING']);
    expect(problemsOf(readBotConfig({ ...COMPLETE, ...remediator, APPROVERS: ACCOUNT }))).toEqual([]);
  });

  test('knows approvers by object ID only', () => {
    expect(problemsOf(readBotConfig({ ...COMPLETE, APPROVERS: 'avery@contoso.com' }))).toEqual(['CONFIG_MALFORMED']);
  });
});

describe('the address outside the tenant', () => {
  const webhook = { ALERT_WEBHOOK_URL: 'https://pager.example/alerts', ALERT_WEBHOOK_SECRET: 's'.repeat(32) };

  test('is nowhere unless it is configured', () => {
    expect(readBotConfig(COMPLETE)).toMatchObject({ config: { alertWebhook: null } });
    expect(readBotConfig({ ...COMPLETE, ...webhook })).toMatchObject({
      config: { alertWebhook: { url: webhook.ALERT_WEBHOOK_URL } },
    });
  });

  test.each([
    ['plain http', { ALERT_WEBHOOK_URL: 'http://pager.example/alerts' }],
    ['a user name in the address', { ALERT_WEBHOOK_URL: 'https://user:pass@pager.example/alerts' }],
    ['no address at all', { ALERT_WEBHOOK_URL: '' }],
    ['a short secret', { ALERT_WEBHOOK_SECRET: 's'.repeat(31) }],
    ['no secret', { ALERT_WEBHOOK_SECRET: '' }],
  ])('is refused with %s', (_, change) => {
    expect(problemsOf(readBotConfig({ ...COMPLETE, ...webhook, ...change }))).toHaveLength(1);
  });
});

describe('emergency accounts', () => {
  test('are object IDs, separated by commas, duplicates kept', () => {
    expect(readScanConfig({ EMERGENCY_ACCOUNTS: ` ${ACCOUNT.toUpperCase()} ,,${ACCOUNT}` })).toMatchObject({
      config: { emergencyAccounts: [ACCOUNT, ACCOUNT] },
    });
  });

  test('a name instead of an object ID is refused with what to do', () => {
    expect(messagesOf(readScanConfig({ EMERGENCY_ACCOUNTS: 'admin@contoso.com' }))).toContain('is not an object ID');
  });

  test('--account goes before EMERGENCY_ACCOUNTS', () => {
    expect(readScanConfig({ EMERGENCY_ACCOUNTS: TENANT }, [ACCOUNT])).toMatchObject({
      config: { emergencyAccounts: [ACCOUNT] },
    });
  });

  test('none configured is not a configuration error', () => {
    expect(readScanConfig({})).toMatchObject({ ok: true, config: { emergencyAccounts: undefined } });
  });
});
