import type { Control } from './control.js';
import { accountEnabled } from './account/account-enabled.js';

/** Every control, in the catalogue's order. An explicit list: a control that is not named here does not exist. */
export const CONTROLS: readonly Control[] = [accountEnabled];

/** The control with this catalogue ID, or undefined. */
export function controlById(id: string): Control | undefined {
  return CONTROLS.find((control) => control.id === id);
}
