/** One entry of the audit log, before it gets its place in the hash chain. Who did what, on what, with which result. */
export interface AuditEvent {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Who: a person of a tenant, or the bot itself. Object IDs only; names are not identity. */
  readonly actor: AuditActor;
  /** What, as `<noun>.<verb in the past>`: `scan.completed`, `activity.refused`. */
  readonly action: string;
  /** On what: an ID of ours or of the directory. */
  readonly subject: string;
  readonly result: 'succeeded' | 'refused' | 'failed';
  /** Further facts as plain JSON. No secrets, tokens, message texts or card bodies. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditActor =
  | { readonly kind: 'person'; readonly tenantId: string; readonly objectId: string }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'unknown' };
