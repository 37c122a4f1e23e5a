import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/controls/control.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { everyFaultOf, namesOf, scanOf, scanWithFault, type FaultyRead } from './faulty-scan.js';

/**
 * Reads of a scan × every way an answer can go wrong, on a tenant that is compliant as long as everything is read. Whatever
 * breaks: no control that needs the read passes, and the tenant is not called compliant.
 */

export interface TenantUnderTest {
  readonly name: string;
  readonly build: () => SandboxState;
  /** Controls that warn, which leaves the tenant compliant. */
  readonly warnings: readonly string[];
}

/** Where nothing else is said. */
export const COMPLIANT: TenantUnderTest = { name: 'the compliant tenant', build: compliantTenant, warnings: [] };

/** The requests of a scan, and the controls whose answer rests on each. */
export interface ReadUnderTest extends FaultyRead {
  /** An ID, or an ID and the type of the subject where the control answers for other subjects without the read. */
  readonly controls: readonly string[];
  /** A tenant in which the read is made, or matters. */
  readonly tenant?: TenantUnderTest;
}

/** Without a bot and without signatures nobody can answer these. */
const FOR_PEOPLE: readonly string[] = [
  'BG-GOV-02',
  'BG-GOV-03',
  'BG-GOV-04',
  'BG-DRILL-02',
  'BG-MON-01',
  'BG-MON-03',
  'BG-NOTIF-01',
];

/** Whether the control says what it says of the twin, where everything was read. */
function stands({ controlId, outcome }: Finding, { warnings }: TenantUnderTest): boolean {
  return outcome === 'pass' || outcome === 'manual' || (outcome === 'warn' && warnings.includes(controlId));
}

function describeTwin(tenant: TenantUnderTest, reads: readonly ReadUnderTest[]): void {
  const { name, build, warnings } = tenant;
  test(`the twin without a fault, ${name}, is compliant, and every control of the table answers`, async () => {
    const { judged } = await scanOf(build());
    expect(judged.verdict).toBe('compliant');
    expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
    const answering = new Set(judged.findings.filter((finding) => stands(finding, tenant)).flatMap(namesOf));
    const needed = reads.flatMap(({ controls }) => controls);
    expect(needed.filter((control) => !answering.has(control))).toEqual([]);
    const others = judged.findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'notApplicable');
    expect(others.map(({ controlId, outcome }) => `${controlId} ${outcome}`).sort()).toEqual(
      [...FOR_PEOPLE.map((id) => `${id} manual`), ...warnings.map((id) => `${id} warn`)].sort(),
    );
  });
}

/** A host that is not Graph's, and what it was asked. */
function standElsewhere(): { readonly origin: () => string; readonly reached: readonly string[] } {
  let server: Server;
  let origin = '';
  const reached: string[] = [];
  beforeAll(async () => {
    server = createServer(({ method = '', url = '', headers: { authorization = '' } }, response) => {
      reached.push(`${method} ${url} ${authorization}`);
      response.end('{"value":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: () => origin, reached };
}

/** Proves it of `reads`. */
export function describeFaults(reads: readonly ReadUnderTest[]): void {
  const elsewhere = standElsewhere();

  for (const tenant of new Set(reads.map((read) => read.tenant ?? COMPLIANT))) {
    const ofTenant = reads.filter((read) => (read.tenant ?? COMPLIANT) === tenant);
    describeTwin(tenant, ofTenant);
  }

  describe('a read that goes wrong', () => {
    test.each(everyFaultOf(reads))(
      '$read × $fault: no control that rests on it says what it says of the twin, and the tenant is not called compliant',
      async ({ match, fault, controls, tenant = COMPLIANT }) => {
        const offHost = elsewhere.origin();
        const { judged, wasHit } = await scanWithFault(tenant.build(), { match, fault, offHost });
        expect(wasHit).toBe(true);
        expect(judged.verdict).not.toBe('compliant');
        const standing = judged.findings.filter(
          (finding) => stands(finding, tenant) && namesOf(finding).some((name) => controls.includes(name)),
        );
        expect(standing).toEqual([]);
        expect(judged.coverage.reads.some(({ status }) => status !== 'known')).toBe(true);
      },
    );

    test('sends nothing to another host, least of all the token', () => {
      expect(elsewhere.reached).toEqual([]);
    });
  });
}
