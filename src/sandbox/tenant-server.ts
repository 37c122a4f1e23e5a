import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { administratorOf, type Administrator } from './administrator.js';
import { DEFAULT_BEHAVIOUR, type SandboxBehaviour } from './behaviour.js';
import { userIn } from './changes/objects.js';
import { faultPicker } from './http/faults.js';
import { publishedLimits } from './http/limits.js';
import type { SandboxRequest, SandboxWrite } from './http/request-log.js';
import { serve } from './http/serve.js';
import { policyImage } from './policy-image.js';
import { ROUTES } from './resources/index.js';
import { contosoTenant } from './seed/contoso.js';
import { sandboxApproversGroupId } from './seed/people.js';
import type { SandboxState } from './state.js';

export type { SandboxRequest } from './http/request-log.js';

/**
 * The simulated tenant: an HTTP server on loopback that speaks Microsoft Graph. It binds 127.0.0.1 only, asks for a bearer
 * token that it mints at each start, and holds its state in memory. What it can be asked is in resources/.
 */

export interface SandboxTenant {
  /** `http://127.0.0.1:PORT`, without a version. */
  readonly url: string;
  readonly tenantId: string;
  /** The bearer token that may read, and write nothing. */
  readonly token: string;
  /** The bearer token that may write what remediation writes, and read what that takes. */
  readonly remediatorToken: string;
  /**
   * A bearer token of this person, the same each time: it may read what `token` may, and write what the person's directory
   * roles allow at the moment. Rejects somebody who is not in the tenant.
   */
  delegatedToken(personObjectId: string): string;
  readonly emergencyAccountIds: readonly string[];
  /** The group of the people who may approve changes. */
  readonly approversGroupId: string;
  state: SandboxState;
  behaviour: SandboxBehaviour;
  readonly requests: readonly SandboxRequest[];
  /** The requests that asked for a change, in order, with what became of it. What `administrator` does is not among them. */
  readonly writes: readonly SandboxWrite[];
  /** Changes the tenant as a person in the portal does. */
  readonly administrator: Administrator;
  /** Canonical JSON of a policy without `modifiedDateTime`. Rejects an unknown policy. */
  policyImage(id: string): string;
  /** Ends every connection, answered or not. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Undefined or 0: any free port. */
  readonly port?: number;
  /** Undefined: the tenant Contoso. */
  readonly state?: SandboxState;
  readonly behaviour?: Partial<SandboxBehaviour>;
  /** Milliseconds since the epoch; counts throttling windows, dates errors, writes and audit entries, and measures lags. */
  readonly now?: () => number;
}

function mintToken(): string {
  return `sandbox-${randomBytes(24).toString('base64url')}`;
}

/** The tokens of people, minted when they are asked for. */
function openTokenDrawer() {
  const persons = new Map<string, string>();
  return {
    personWith: (token: string) => persons.get(token),
    tokenFor: (objectId: string): string => {
      const existing = [...persons].find(([, id]) => id === objectId)?.[0];
      const token = existing ?? mintToken();
      persons.set(token, objectId);
      return token;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`SANDBOX_PORT_IN_USE: port ${port} is occupied; stop the other program or choose another port.`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Starts the simulated tenant. Rejects with `SANDBOX_PORT_IN_USE` when the port is taken. */
export async function startSandboxTenant(options: SandboxOptions = {}): Promise<SandboxTenant> {
  const state = options.state ?? contosoTenant();
  const now = options.now ?? Date.now;
  const requests: SandboxRequest[] = [];
  const writes: SandboxWrite[] = [];
  const { personWith, tokenFor } = openTokenDrawer();
  const server = createServer((request, response) => {
    void serve(serving, request, response);
  });
  const port = await listen(server, options.port ?? 0);
  const tenant: SandboxTenant = {
    administrator: administratorOf(() => tenant.state, now),
    policyImage: (id) => policyImage(tenant.state, id),
    url: `http://127.0.0.1:${port}`,
    tenantId: state.tenantId,
    token: mintToken(),
    remediatorToken: mintToken(),
    delegatedToken: (personObjectId) => tokenFor(userIn(tenant.state, personObjectId).id),
    emergencyAccountIds: state.emergencyAccountIds,
    approversGroupId: sandboxApproversGroupId,
    state,
    behaviour: { ...DEFAULT_BEHAVIOUR, ...options.behaviour },
    requests,
    writes,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  const answering = { routes: ROUTES, takeFault: faultPicker(), countRequest: publishedLimits() };
  const serving = { tenant, personWith, log: { requests, writes }, answering, now };
  return tenant;
}
