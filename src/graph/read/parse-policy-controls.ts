import { z } from 'zod';
import type { PolicyAuthenticationStrength } from '../../domain/tenant/conditional-access-policy.js';
import { objectId, optionalText } from './graph-schema.js';
import { enumerated, graphObject, isBlank, isObject, texts } from './policy-schema.js';

/** `grantControls` and `sessionControls`: what a policy asks for. */

/** Source: `conditionalAccessGrantControl` with the members behind the evolvable enumeration's sentinel. */
const BUILT_IN_CONTROLS = [
  'block',
  'mfa',
  'compliantDevice',
  'domainJoinedDevice',
  'approvedApplication',
  'compliantApplication',
  'passwordChange',
  'riskRemediation',
];

const strength = graphObject({
  id: objectId,
  displayName: optionalText,
  allowedCombinations: z
    .array(z.string())
    .nullish()
    .transform((combinations): readonly string[] | null => combinations ?? null),
});

/** An export may hold an object of nulls where there is no strength. */
const optionalStrength = z
  .unknown()
  .transform((value) => (isBlank(value) ? null : value))
  .pipe(strength.nullable())
  .transform((value): PolicyAuthenticationStrength | null => value);

export const grantControls = graphObject({
  operator: optionalText,
  builtInControls: enumerated(BUILT_IN_CONTROLS),
  customAuthenticationFactors: texts,
  termsOfUse: texts,
  authenticationStrength: optionalStrength,
});

/** Whether a session control does anything: `true`, or an object that says something and is not switched off. */
function isSet(control: unknown): boolean {
  if (typeof control === 'boolean') return control;
  return !isBlank(control) && !(isObject(control) && control['isEnabled'] === false);
}

/** Names of the session controls that are set. */
export const sessionControls = z
  .record(z.unknown())
  .nullish()
  .transform((controls): readonly string[] =>
    Object.entries(controls ?? {})
      .filter(([name, control]) => !name.includes('@') && !name.startsWith('#') && isSet(control))
      .map(([name]) => name),
  );
