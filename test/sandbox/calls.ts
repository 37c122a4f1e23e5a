import { afterEach } from '@jest/globals';
import { READER_PERMISSIONS } from '../../src/sandbox/identities.js';
import { startSandboxTenant, type SandboxOptions, type SandboxTenant } from '../../src/sandbox/tenant-server.js';

/** Starts tenants that end with their test, and speaks to them as any HTTP client would. */

const running: SandboxTenant[] = [];
afterEach(async () => {
  for (const tenant of running.splice(0)) await tenant.close();
});

export async function startTenant(options: SandboxOptions = {}): Promise<SandboxTenant> {
  const tenant = await startSandboxTenant(options);
  running.push(tenant);
  return tenant;
}

/** A tenant whose reader may ask for what the bot's may not: directory objects of any kind by ID. */
export function startReadable(): Promise<SandboxTenant> {
  return startTenant({ behaviour: { readerPermissions: [...READER_PERMISSIONS, 'Directory.Read.All'] } });
}

/** A Graph body, as far as these tests look into it. */
export interface GraphBody {
  readonly '@odata.context'?: string;
  readonly '@odata.nextLink'?: string;
  readonly '@odata.count'?: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly innerError: Record<string, string> };
  readonly [name: string]: unknown;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: GraphBody;
}

interface CallOptions {
  readonly body?: unknown;
  /** Absent: POST with a body, GET without. */
  readonly method?: string;
  /** Whose token to send, a person's by object ID; absent: the reader's. */
  readonly as?: 'reader' | 'remediator' | { readonly person: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function tokenOf(tenant: SandboxTenant, as: NonNullable<CallOptions['as']>): string {
  if (typeof as === 'object') return tenant.delegatedToken(as.person);
  return as === 'reader' ? tenant.token : tenant.remediatorToken;
}

/** One request. `path` may be a next link. */
export async function call(tenant: SandboxTenant, path: string, options: CallOptions = {}): Promise<Called> {
  const { body, headers, signal, method = body === undefined ? 'GET' : 'POST', as = 'reader' } = options;
  const response = await fetch(new URL(path, tenant.url), {
    method,
    headers: { authorization: `Bearer ${tokenOf(tenant, as)}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as GraphBody) : {},
  };
}

/** One request of the remediator. */
export function write(tenant: SandboxTenant, method: string, path: string, body?: unknown): Promise<Called> {
  return call(tenant, path, { method, body, as: 'remediator' });
}

/** Status, code and message of an answer, as far as it is an error. */
export function errorIn({ status, body }: Called) {
  return { status, code: body.error?.code, message: body.error?.message };
}

/** The members of a collection. */
export function valuesOf(body: GraphBody): readonly Record<string, unknown>[] {
  if (!Array.isArray(body.value)) throw new Error(`Not a collection: ${JSON.stringify(body)}`);
  return body.value as readonly Record<string, unknown>[];
}

/** Every page of a collection. */
export async function callAll(
  tenant: SandboxTenant,
  path: string,
): Promise<{ pages: number; values: readonly Record<string, unknown>[] }> {
  const values: Record<string, unknown>[] = [];
  let pages = 0;
  for (let next: string | undefined = path; next !== undefined; pages += 1) {
    const { body }: Called = await call(tenant, next);
    values.push(...valuesOf(body));
    next = body['@odata.nextLink'];
  }
  return { pages, values };
}

export interface BatchResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: GraphBody;
}

/** Sends requests in one batch; the answers come back by ID. */
export async function callBatch(
  tenant: SandboxTenant,
  requests: readonly object[],
  version = 'v1.0',
  as: CallOptions['as'] = 'reader',
): Promise<{ called: Called; responses: ReadonlyMap<string, BatchResponse> }> {
  const called = await call(tenant, `/${version}/$batch`, { body: { requests }, as });
  const list = (called.body['responses'] ?? []) as readonly BatchResponse[];
  return { called, responses: new Map(list.map((response) => [response.id, response])) };
}

export function get(id: string, url: string): object {
  return { id, method: 'GET', url };
}
