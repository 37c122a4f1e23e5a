/**
 * The catalogue in short: what every control must say of itself. One row per control: ID, severity, how it is decided,
 * licence, fix.
 */

export interface CatalogueRow {
  readonly id: string;
  readonly severity: string;
  readonly kind: string;
  readonly licence: string;
  readonly fix: string;
}

const ROWS = `
  BG-INV-01 | critical | auto | Free | F1 (human creds)
  BG-INV-02 | medium | auto | Free | none
  BG-INV-03 | high | auto | Free | config
  BG-ACC-01 | critical | auto | Free | F2
  BG-ACC-02 | critical | auto | Free | human/F3
  BG-ACC-03 | high | auto | Free | F4
  BG-ACC-04 | high | auto | Free | human
  BG-ACC-05 | medium | heuristic | Free | F5
  BG-ACC-06 | low | auto | Free | F6
  BG-ACC-07 | high | auto | Free | F7
  BG-ACC-08 | critical | auto | Free | F8
  BG-ROLE-01 | critical | auto | P2 for full | F9
  BG-ROLE-02 | medium | auto | Free | human
  BG-ROLE-03 | medium | auto | Free | human
  BG-ROLE-04 | high | auto | P2 | human
  BG-AUTH-01 | critical | auto | Free | human (key)
  BG-AUTH-02 | high | auto | Free | F10
  BG-AUTH-03 | medium | auto | Free | human
  BG-AUTH-04 | critical | auto | Free | human/F11
  BG-AUTH-05 | critical | auto | Free | human
  BG-AUTH-06 | medium | auto (beta) | Free | F12
  BG-AUTH-07 | low | auto+manual | Free | human
  BG-CA-01 | critical | auto | P1 | F13/F14
  BG-CA-02 | high | auto | P1 | F13/F14
  BG-CA-03 | critical | auto | P1 | F13
  BG-CA-04 | critical | auto | P1 | F13
  BG-CA-05 | high | auto | P1 | F15
  BG-CA-06 | high | auto | P1 | F13
  BG-CA-07 | info | auto | P1 | F13
  BG-CA-08 | medium | auto | P1 | F16
  BG-CA-09 | high | auto | P1 | F17
  BG-CA-10 | critical | auto | P1 | F18
  BG-CA-11 | high | auto | P1 | F13
  BG-CA-12 | high | auto | P1 | human
  BG-CA-13 | critical | meta | P1 | none
  BG-TEN-01 | high | auto | Free | human
  BG-TEN-02 | medium | auto | Free/P1 | F19
  BG-TEN-03 | medium | auto | Free | human
  BG-PROT-01 | medium | auto | P1 | F20
  BG-GOV-01 | high | auto | P2 | human
  BG-GOV-02 | high | auto+manual | Gov | human
  BG-GOV-03 | high | manual | – | attest
  BG-GOV-04 | medium | manual | – | attest
  BG-RISK-01 | high | auto | P2 | F21 (confirm)
  BG-DRILL-01 | high | auto/manual | P1 | human
  BG-DRILL-02 | high | auto+human | P1 | attest
  BG-MON-01 | critical | auto/manual | P1 | self
  BG-MON-02 | medium | auto | Free/P1 | none
  BG-MON-03 | high | auto | P1 | self
  BG-PIM-01 | medium | auto | P2 | human
  BG-NOTIF-01 | low | manual | – | attest
  BG-SELF-01 | high | meta | Free | none
`;

export const CATALOGUE: readonly CatalogueRow[] = ROWS.trim()
  .split('\n')
  .map((row) => {
    const [id = '', severity = '', kind = '', licence = '', fix = ''] = row.split('|').map((cell) => cell.trim());
    return { id, severity, kind, licence, fix };
  });
