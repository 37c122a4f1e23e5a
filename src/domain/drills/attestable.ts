/** What people can sign for: the controls that no API answers, or not in every tenant, and what a signature states. */

export interface Attestable {
  readonly controlId: string;
  /** What a person states by signing. */
  readonly template: string;
  readonly custodiansNeeded: 0 | 2;
}

/** In the catalogue's order. Source of the wording: the validation steps of Microsoft's guidance on emergency access. */
export const ATTESTABLE: readonly Attestable[] = [
  {
    controlId: 'BG-GOV-02',
    template:
      'Nothing that cleans up by itself can disable, delete or strip an emergency access account: scripts for inactive users, the connector of the personnel system, synchronization, workflows and management products were looked through, and each leaves the accounts out.',
    custodiansNeeded: 0,
  },
  {
    controlId: 'BG-GOV-03',
    template:
      'The procedure for emergency access is written down and current. The credentials lie in at least two separate, fireproof safes, and only the custodians named here can open them. Those who may use the accounts are listed, trained, and can reach a second network. The security team knows whom to expect.',
    custodiansNeeded: 2,
  },
  {
    controlId: 'BG-GOV-04',
    template:
      'A hardened workstation for privileged work is at hand for the emergency accounts. It is patched, works without the services that an emergency may take away, and is used for nothing else.',
    custodiansNeeded: 0,
  },
  {
    controlId: 'BG-DRILL-01',
    template:
      'Every emergency access account was signed in to successfully in the last 90 days, with the credentials from the safe, and an administrative task was carried out with it.',
    custodiansNeeded: 0,
  },
  {
    controlId: 'BG-MON-01',
    template:
      'A rule outside this bot alerts people at any hour when an emergency access account signs in. It was tested, and the alert arrived.',
    custodiansNeeded: 0,
  },
  {
    controlId: 'BG-MON-03',
    template:
      'A rule outside this bot alerts people when an emergency access account, its role, its exclusion group or a policy changes. It was tested, and the alert arrived.',
    custodiansNeeded: 0,
  },
  {
    controlId: 'BG-NOTIF-01',
    template:
      'Mail to the emergency access accounts reaches people: it is forwarded to a shared mailbox or a distribution list that somebody reads.',
    custodiansNeeded: 0,
  },
];

export function attestableOf(controlId: string): Attestable | undefined {
  return ATTESTABLE.find((attestable) => attestable.controlId === controlId);
}
