import type { RemediationRequest } from '../domain/approval/request.js';
import type { SettingChange } from '../domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../domain/tenant/canonical.js';
import { known } from '../domain/tenant/observed.js';
import type { ChangeReading } from './ports.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';
import type { StepWriter } from './step-writer.js';

/** Writes an approved change of how this program works into its own store, in the steps that a write to the tenant takes. */

async function valueNow(deps: RemediationDependencies, change: SettingChange): Promise<object> {
  if (change.kind === 'resumeWriting') {
    return { isStopped: (await deps.automation.findStop(deps.tenantId)) !== undefined };
  }
  const modes = await deps.automation.listModes(deps.tenantId);
  return { mode: modes.find(({ controlId }) => controlId === change.controlId)?.mode ?? 'advisory' };
}

function isWanted(change: SettingChange, value: object): boolean {
  const wanted = change.kind === 'resumeWriting' ? { isStopped: false } : { mode: change.mode };
  return digestOf(value) === digestOf(wanted);
}

async function write(deps: RemediationDependencies, request: RemediationRequest, change: SettingChange): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  if (change.kind === 'resumeWriting') {
    const event = requestEvent(deps, 'automation.resumed', SYSTEM, request, 'succeeded');
    return deps.automation.resume(deps.tenantId, at, event);
  }
  const { controlId, mode } = change;
  const event = requestEvent(deps, 'automation.modeSet', SYSTEM, request, 'succeeded', { controlId, mode });
  return deps.automation.setMode(deps.tenantId, { controlId, mode, requestId: request.id, at }, event);
}

export function settingWriter(
  deps: RemediationDependencies,
  request: RemediationRequest,
  change: SettingChange,
): StepWriter {
  const read = async (): Promise<ChangeReading> => {
    const value = await valueNow(deps, change);
    const image = canonicalJson(value);
    return { objectDigest: digestOf(value), objectImage: image, inPlace: isWanted(change, value), image };
  };
  return {
    read: async () => known(await read(), new Date(deps.clock.now()).toISOString()),
    write: async () => {
      await write(deps, request, change);
      return { kind: 'written' };
    },
    verify: async () =>
      (await read()).inPlace ? { kind: 'verified' } : { kind: 'notVisible', detail: 'the setting is another one' },
  };
}
