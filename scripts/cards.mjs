// Renders every kind of card to docs/images/cards/<card>-<theme>.png, the way a chat client would: light, dark and on a
// phone; and the HTML report to docs/images/report-<view>.png. Needs a build (`node scripts/build.mjs`) and Chromium in /usr/bin/chromium.
// Usage: node scripts/cards.mjs [--out FOLDER]
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { nameToType } from '../dist/domain/approval/review-rules.js';
import { controlById } from '../dist/domain/controls/index.js';
import { VERSION } from '../dist/compose/version.js';
import { DEFAULT_SETTINGS } from '../dist/domain/controls/control.js';
import { htmlReportOf } from '../dist/domain/report/html-report.js';
import { judgeSnapshot } from '../dist/domain/report/judge-snapshot.js';
import { markdownSummaryOf } from '../dist/domain/report/markdown-summary.js';
import { reportOf } from '../dist/domain/report/scan-report.js';
import { staticTokenSource } from '../dist/graph/credentials.js';
import { createTenantReader } from '../dist/graph/tenant-reader.js';
import { READER_APP, REMEDIATOR_APP } from '../dist/sandbox/identities.js';
import { REQUESTER } from '../dist/sandbox/seed/people.js';
import { startSandboxTenant } from '../dist/sandbox/tenant-server.js';
import { approvalsNeeded } from '../dist/domain/remediation/plan.js';
import { createCardRenderer } from '../dist/teams/cards/index.js';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'docs', 'images', 'cards') } } });
const bundle = join(
  dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')),
  'dist',
  'adaptivecards.min.js',
);

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PROPORTIONAL = '"Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif';
const MONOSPACE = 'Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

/** Colours of the Teams client. */
const LIGHT = {
  page: '#f5f5f5',
  card: '#ffffff',
  border: '#e0e0e0',
  text: '#242424',
  subtle: '#616161',
  good: '#237b4b',
  warning: '#835c00',
  attention: '#c4314b',
  accent: '#4f52b2',
  emphasis: '#f5f5f5',
  goodBack: '#e7f2da',
  warningBack: '#fbf6d9',
  attentionBack: '#fcf4f6',
  accentBack: '#e9eaf6',
};
const DARK = {
  page: '#1f1f1f',
  card: '#292929',
  border: '#3d3d3d',
  text: '#ffffff',
  subtle: '#adadad',
  good: '#92c353',
  warning: '#f2c661',
  attention: '#f9526b',
  accent: '#9299f7',
  emphasis: '#333333',
  goodBack: '#1f3a18',
  warningBack: '#46390c',
  attentionBack: '#3f1623',
  accentBack: '#2f2f4a',
};
const THEMES = {
  light: { colours: LIGHT, width: 480 },
  dark: { colours: DARK, width: 480 },
  narrow: { colours: LIGHT, width: 320 },
};

/** A container style: its background, and the text colours on it. */
function containerStyle(colours, backgroundColor) {
  const colour = (name) => ({ default: colours[name], subtle: name === 'text' ? colours.subtle : colours[name] });
  return {
    backgroundColor,
    foregroundColors: {
      default: colour('text'),
      good: colour('good'),
      warning: colour('warning'),
      attention: colour('attention'),
      accent: colour('accent'),
    },
  };
}

function hostConfig(colours) {
  return {
    supportsInteractivity: true,
    fontFamily: PROPORTIONAL,
    fontTypes: { default: { fontFamily: PROPORTIONAL }, monospace: { fontFamily: MONOSPACE } },
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: colours.border },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    containerStyles: {
      default: containerStyle(colours, colours.card),
      emphasis: containerStyle(colours, colours.emphasis),
      good: containerStyle(colours, colours.goodBack),
      warning: containerStyle(colours, colours.warningBack),
      attention: containerStyle(colours, colours.attentionBack),
      accent: containerStyle(colours, colours.accentBack),
    },
  };
}

function styleSheet({ colours, width }) {
  return `
    body { margin: 0; background: ${colours.page}; }
    #frame { width: ${width}px; box-sizing: border-box; padding: 8px; }
    #frame > .ac-adaptiveCard { background: ${colours.card}; border: 1px solid ${colours.border}; border-radius: 6px; overflow: hidden; }
    .ac-pushButton { font: 600 14px "Segoe UI", "Liberation Sans", sans-serif; padding: 5px 12px; border-radius: 4px;
      border: 1px solid ${colours.border}; background: ${colours.card}; color: ${colours.text}; max-width: 100%; }
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
    .ac-multichoiceInput, .ac-textInput, .ac-dateInput, .ac-timeInput, .ac-choiceSetInput-compact, .ac-input[type='text'] { box-sizing: border-box; width: 100%; font: 14px "Segoe UI", "Liberation Sans", sans-serif;
      padding: 5px 8px; border-radius: 4px; border: 1px solid ${colours.border}; background: ${colours.card}; color: ${colours.text}; }
    .ac-anchor { color: ${colours.accent}; }
    .ac-horizontal-separator { opacity: 1; }`;
}

/** The controls that a fix can be planned for, and those of them that the bot may fix by itself. */
const AUTOMATABLE = ['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-ACC-07'];
const AUTOMATION_CONTROLS = [
  ...['BG-INV-01', 'BG-ACC-01', 'BG-ACC-07', 'BG-ACC-08', 'BG-ROLE-01', 'BG-AUTH-01', 'BG-AUTH-02'],
  ...['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-CA-05', 'BG-CA-08', 'BG-CA-10', 'BG-TEN-02', 'BG-PROT-01'],
];

function readSample(name) {
  return JSON.parse(readFileSync(join(root, 'test', 'teams', 'cards', name), 'utf8'));
}

/** The cards of remediation: the list, a plan on its way, and its ends. */
function sampleRequestCards(cards) {
  const { low, high, people } = readSample('sample-requests.json');
  const { nonCompliant } = readSample('sample-reports.json');
  const option = ({ plan }) => {
    const found = nonCompliant.findings.find(
      ({ controlId, subject }) => controlId === plan.controlId && subject.id === plan.subject.id,
    );
    const { scan } = nonCompliant;
    const summary = found?.summary ?? 'No policy asks the accounts for phishing-resistant authentication.';
    return {
      scanId: scan.id,
      fingerprint: found?.fingerprint ?? 'none',
      controlId: plan.controlId,
      subjectName: plan.subject.name,
      summary,
      plan,
    };
  };
  const [review] = high.reviews;
  const ended = (state, stepState, outcome) => ({
    ...low,
    state,
    reviews: [{ ...review, planDigest: low.planDigest }],
    steps: low.steps.map(({ index }) => ({ index, state: index === 0 ? 'verified' : stepState, detail: '' })),
    outcome,
  });
  return {
    fixes: cards.fixes([low, people, high].map(option)),
    approvals: cards.approvals([low, high]),
    plan: cards.request(low),
    'plan-high-risk': cards.request(high),
    confirm: cards.confirmation(low, 'token'),
    'confirm-high-risk': cards.confirmation(high, 'token'),
    'confirm-refused': cards.problem({
      code: 'REVIEW_IS_REQUESTER',
      what: 'You asked for this plan, so somebody else has to answer it.',
      next: 'Ask another approver to review it. If you have changed your mind, withdraw it.',
      leadsTo: { requestId: low.id },
    }),
    'plan-succeeded': cards.request(
      ended('succeeded', 'verified', 'Read back: both policies are as planned, and nothing else changed.'),
    ),
    'plan-uncertain': cards.request(
      ended(
        'uncertain',
        'uncertain',
        'Written, not yet confirmed: "CA-11 Block legacy clients" did not show the change within two minutes. A person must look at it.',
      ),
    ),
    'plan-stale': cards.request({
      ...low,
      state: 'stale',
      outcome: '"CA-11 Block legacy clients" has changed since the plan was made. Nothing was written; plan again.',
    }),
    'plan-awaiting-people': cards.request({
      ...people,
      state: 'awaitingPeople',
      reviews: [review, { ...review, reviewerName: 'Adele Vance', reason: 'Checked with the owner of the account.' }],
    }),
  };
}

/** 300 characters, as long as a difference gets. */
const DIFFERENCE =
  '"CA-11 Block legacy clients" has changed since the plan was made: state: enabledForReportingButNotEnforced -> enabled; ' +
  'users.excludeUsers: +2 entries (svc-scanner@contoso.onmicrosoft.com, svc-printer@contoso.onmicrosoft.com), -1 ' +
  '(bg-south@contoso.onmicrosoft.com); clientAppTypes: +1 (exchangeActiveSync). Nothing was written.';

/** What the bot does by itself: the overview, the stop, and the requests that nobody or the bot asked for. */
function sampleAutomationCards(cards) {
  const { low, mode, resume } = readSample('sample-requests.json');
  const stop = { byName: 'Adele Vance', at: '2026-11-26T14:30:00.000Z' };
  const overview = (modes, more = {}) => ({
    controls: AUTOMATION_CONTROLS.map((controlId) => {
      const current = modes[controlId] ?? 'advisory';
      const others = (
        AUTOMATABLE.includes(controlId) ? ['advisory', 'approval', 'automatic'] : ['advisory', 'approval']
      )
        .filter((other) => other !== current)
        .map((other) => ({ id: `${controlId}-${other}`, mode: other }));
      return { controlId, mode: current, options: others };
    }),
    stopped: null,
    heldBack: null,
    fixesInLastHour: 2,
    maxFixesPerHour: 5,
    ...more,
  });
  const some = { 'BG-CA-01': 'automatic', 'BG-CA-02': 'approval', 'BG-ACC-01': 'approval' };
  const automatic = {
    ...low,
    authorizedBy: 'automaticMode',
    requester: { ...low.requester, objectId: 'glasswatch' },
    requesterName: 'Glasswatch',
  };
  const steps = low.steps.map(({ index }) => ({ index, state: 'verified', detail: '' }));
  return {
    automation: cards.automation(overview(some)),
    'automation-off': cards.automation(overview({}, { fixesInLastHour: 0 })),
    'automation-held-back': cards.automation(
      overview(some, {
        heldBack: 'Five fixes were made by themselves within an hour, which is as many as there may be.',
        fixesInLastHour: 5,
      }),
    ),
    'automation-stopped': cards.automation(overview(some, { stopped: stop })),
    stopped: cards.stopped({ kind: 'stopped', stop }),
    'plan-mode': cards.request(mode),
    'confirm-mode': cards.confirmation(mode, 'token'),
    'plan-resume': cards.request(resume),
    'plan-by-itself': cards.request({ ...automatic, state: 'succeeded', steps }),
    'plan-by-itself-running': cards.request({ ...automatic, state: 'executing' }),
    'plan-by-glasswatch': cards.request({ ...automatic, authorizedBy: 'review' }),
    'plan-stale-difference': cards.request({ ...low, state: 'stale', outcome: DIFFERENCE }),
    'audit-head': cards.auditHead({ seq: 1284, hash: '9f3c2ab17de04c58'.repeat(4) }),
  };
}

/** Watching: drift, alerts, drills, statements, and what a conversation is told. */
function sampleWatchCards(cards) {
  const samples = readSample('sample-watching.json');
  const { alert, acknowledgement, attestations, blind, drift, drill, due, now, status } = samples;
  const { compliant, nonCompliant } = readSample('sample-reports.json');
  const waiver = {
    owner: acknowledgement.objectId,
    ownerName: acknowledgement.name,
    reason: 'Agreed until the migration of the mail clients is over.',
    at: '2026-11-26T15:00:00Z',
    expiresAt: '2026-12-26T15:00:00Z',
    digest: drift.digest,
  };
  const reads = ['organization', 'users', 'policies'].map((resource) => ({ resource, status: 'known', detail: '' }));
  const withReads = (report) => ({ ...report, scan: { ...report.scan, coverage: { reads } } });
  const { daily } = readSample('sample-reading.json');
  const view = { status, report: withReads(compliant), alerts: [], cases: [], trend: daily, now };
  return {
    drift: cards.driftCase(drift),
    'drift-blind': cards.driftCase(blind),
    'drift-snoozed': cards.driftCase({ ...drift, state: 'snoozed', snoozedUntil: '2026-11-26T18:00:00Z' }),
    'drift-accepted': cards.driftCase({ ...drift, state: 'accepted', waiver }),
    'drift-resolved': cards.driftCase({ ...drift, state: 'resolved' }),
    'drift-digest': cards.driftDigest([blind, drift, ...Array.from({ length: 10 }, () => blind)]),
    alert: cards.alert(alert),
    'alert-drill': cards.alert({ ...alert, severity: 'high', drillId: drill.id }),
    'alert-escalated': cards.alert({ ...alert, state: 'escalated', escalatedAt: '2026-11-26T14:28:04Z' }),
    'alert-acknowledged': cards.alert({ ...alert, state: 'acknowledged', acknowledgement }),
    'drill-planned': cards.drill(drill),
    'drill-seen': cards.drill(samples.observed),
    'drill-passed': cards.drill(samples.passed),
    'drill-missed': cards.drill({ ...drill, state: 'missed' }),
    'drill-claimed': cards.drill({ ...drill, state: 'claimed' }),
    'drill-form': cards.drillForm({ due, drills: [drill, samples.passed], now }),
    reminder: cards.reminder({ what: 'drill', id: 'a', name: due[0].accountName, dueAt: now, isOverdue: true }),
    statements: cards.attestations({ attestations, now }),
    'statement-form': cards.attestationForm(attestations[0]),
    subscription: cards.subscription(samples.subscription),
    'subscription-none': cards.subscription(undefined),
    schedule: cards.schedule(samples.schedule),
    status: cards.watchStatus(view),
    'status-warnings': cards.watchStatus({
      ...view,
      report: nonCompliant,
      trend: [],
      status: {
        ...status,
        openAlerts: 1,
        openDrift: 2,
        warnings: ['signIns has never been read: nothing is noticed there. AuditLog.Read.All is not granted.'],
        health: [{ ...status.health[2], lastSuccessAt: null, lastFailure: 'AuditLog.Read.All is not granted.' }],
      },
      alerts: [alert],
      cases: [drift, blind],
    }),
  };
}

/** What is read after a scan: the matrix, a finding with its guide, earlier scans, and the report that leaves the chat. */
function sampleReadingCards(cards) {
  const { guide, acceptance, history, comparison } = readSample('sample-reading.json');
  const { nonCompliant, compliant } = readSample('sample-reports.json');
  const guided = nonCompliant.findings.find(({ controlId }) => controlId === 'BG-CA-01');
  const waived = nonCompliant.findings.find(
    ({ controlId, outcome }) => controlId === 'BG-ROLE-01' && outcome === 'fail',
  );
  const changed = (finding, more) => ({
    ...nonCompliant,
    findings: nonCompliant.findings.map((one) => (one === finding ? { ...one, licence: 'P1', ...more } : one)),
  });
  const accepted = changed(waived, { acceptance: { ...acceptance, fingerprint: waived.fingerprint } });
  const opened = structuredClone(cards.finding(changed(guided, { guide }), guided.fingerprint, 0, true));
  for (const part of opened.card.body.flatMap(({ items = [] }) => items))
    if (part.id === 'steps') part.isVisible = true;
  const files = ['emergency-access-2026-11-26-5d1f0a3e-7c42.html', 'emergency-access-2026-11-26-5d1f0a3e-7c42.md'];
  const summary = markdownSummaryOf(nonCompliant);
  return {
    'matrix-page-1': cards.matrix(nonCompliant, 0),
    'matrix-page-4': cards.matrix(nonCompliant, 3),
    'matrix-compliant': cards.matrix(compliant, 0),
    'finding-guided': cards.finding(changed(guided, { guide }), guided.fingerprint, 0, true),
    'finding-guided-steps': opened,
    'finding-accepted': cards.finding(accepted, waived.fingerprint, 0, true),
    'report-accepted': cards.report(accepted, 0, true),
    history: cards.history({ scans: history, page: 0, hasMore: true, all: false }),
    comparison: cards.comparison(comparison),
    'comparison-same': cards.comparison({ ...comparison, later: comparison.earlier, changes: [] }),
    export: cards.exported({ report: nonCompliant, summary, files }),
    'export-postgres': cards.exported({ report: nonCompliant, summary, files: [] }),
  };
}

function sampleCards() {
  const reports = readSample('sample-reports.json');
  const controlTitle = (id) => controlById(id)?.title;
  const cards = createCardRenderer({ controlTitle, approvalsNeeded, nameToType });
  const { nonCompliant, compliant, incomplete } = reports;
  const [failed] = nonCompliant.findings.filter((finding) => finding.evidence.length > 1);
  const [unjudged] = nonCompliant.findings.filter((finding) => finding.outcome === 'error');
  const holder = { scanId: compliant.scan.id, startedAt: '2026-11-26T14:03:01Z', byName: 'Megan Bowen' };
  return {
    welcome: cards.welcome(),
    help: cards.help(),
    'no-scan-yet': cards.noScanYet(),
    progress: cards.progress({ ...holder, done: 12, total: 23, resource: nonCompliant.gaps[0].resource }),
    'already-scanning': cards.alreadyScanning(holder),
    'report-not-compliant': cards.report(nonCompliant, 0, true),
    'report-compliant': cards.report(compliant, 0, true),
    'report-incomplete': cards.report(incomplete, 0, true),
    'report-page-2': cards.report(nonCompliant, 2, true),
    'finding-failed': cards.finding(nonCompliant, failed.fingerprint, 0, true),
    'finding-not-judged': cards.finding(nonCompliant, unjudged.fingerprint, 0, true),
    problem: cards.problem({
      code: 'GRAPH_UNREACHABLE',
      what: 'Microsoft Graph did not answer, so the scan has no result.',
      next: 'Try again in a few minutes. If it stays, ask the operator to check the network to graph.microsoft.com.',
    }),
    ...sampleRequestCards(cards),
    ...sampleAutomationCards(cards),
    ...sampleReadingCards(cards),
    ...sampleWatchCards(cards),
    ...sampleAccountCards(cards),
  };
}

/** Who is designated, who looks like it, and what people are shown before they sign. */
function sampleAccountCards(cards) {
  const { proposed, confirmation, facts, group, search } = readSample('sample-accounts.json');
  const confirmed = { ...proposed, state: 'confirmed', confirmed: confirmation, waitsUntil: null };
  const removal = { ...confirmed, state: 'removalProposed', removal: confirmation, waitsUntil: proposed.waitsUntil };
  const entry = (designation, sight) => ({ objectId: 'o', designation, state: designation.state, sight });
  const inventory = {
    source: 'people',
    entries: [
      entry(confirmed, { kind: 'present', name: 'admin-legacy@contoso.com', memberCount: null }),
      entry(confirmed, { kind: 'renamed', name: 'safe-1@contoso.com', before: 'emergency-south@contoso.com' }),
      entry(proposed, { kind: 'notScanned' }),
    ],
    ignoredIds: [],
    search,
    dismissed: 1,
    scannedAt: '2026-11-26T14:00:00.000Z',
    canBeConfirmed: true,
  };
  const form = {
    ...{ token: 'token', purpose: 'designate', designation: null, look: { kind: 'found', facts } },
    ...{ roleNames: ['Global Administrator'], accountsBefore: 2, accountsAfter: 3, takenOver: 2 },
  };
  return {
    accounts: cards.accounts({ inventory, page: 0 }),
    'designation-waiting': cards.designation(proposed),
    'designation-in-force': cards.designation(confirmed),
    'designation-removal-waiting': cards.designation(removal),
    'designate-form': cards.designationForm(form),
    'designate-form-group': cards.designationForm({ ...form, look: { kind: 'found', facts: group } }),
    'designation-confirm-form': cards.designationForm({ ...form, purpose: 'confirm', designation: proposed }),
    'designation-removal-form': cards.designationForm({
      ...{ ...form, purpose: 'remove', designation: confirmed },
      ...{ accountsAfter: 1, takenOver: 0 },
    }),
  };
}

/** What a client without charts shows in their place. */
function withoutCharts(card) {
  const replaced = JSON.stringify(card, (_, value) => (value?.type?.startsWith?.('Chart.') ? value.fallback : value));
  return JSON.parse(replaced);
}

/** Runs in the page: shows one card and answers with what the library complained about. */
function showCard({ card, config }) {
  const { AdaptiveCard, HostConfig, SerializationContext, Version } = globalThis.AdaptiveCards;
  const adaptiveCard = new AdaptiveCard();
  // Teams has one thing from 1.6 in its cards of 1.5: the people picker.
  const context = new SerializationContext(new Version(1, 6));
  adaptiveCard.hostConfig = new HostConfig(config);
  adaptiveCard.parse(card, context);
  globalThis.document.getElementById('frame').replaceChildren(adaptiveCard.render());
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}

async function takePictures(browser, name, theme) {
  const page = await browser.newPage({ viewport: { width: theme.width, height: 400 } });
  await page.setContent(`<style>${styleSheet(theme)}</style><div id="frame"></div>`);
  await page.addScriptTag({ path: bundle });
  for (const [kind, { card }] of Object.entries(sampleCards())) {
    const complaints = await page.evaluate(showCard, { card: withoutCharts(card), config: hostConfig(theme.colours) });
    if (complaints.length > 0) throw new Error(`${kind}: ${complaints.join('; ')}`);
    await page.locator('#frame').screenshot({ path: join(values.out, `${kind}-${name}.png`) });
  }
  await page.close();
}

const REPORT_VIEWS = {
  light: { width: 1000, colorScheme: 'light' },
  dark: { width: 1000, colorScheme: 'dark' },
  narrow: { width: 320, colorScheme: 'light' },
};
/** As much of the report as a reader sees on the first screens. */
const REPORT_HEIGHT = 2400;

/** The report of a scan of the simulated tenant, one failing finding of which somebody has accepted. */
async function reportOfSandbox() {
  const at = Date.parse('2026-11-26T14:03:01Z');
  const tenant = await startSandboxTenant();
  try {
    const reader = createTenantReader({
      endpoint: tenant.url,
      tokens: staticTokenSource(tenant.token),
      clock: { now: () => at },
      tenantId: tenant.tenantId,
      limits: { conditionalAccessSpacingMs: 0, reportsPer10s: 1_000 },
      applications: { reader: READER_APP.appId, remediator: REMEDIATOR_APP.appId },
    });
    const accounts = tenant.emergencyAccountIds.map((objectId) => ({ objectId }));
    const { snapshot } = await reader.readTenant({ accounts, priority: 'high' });
    const judged = judgeSnapshot(snapshot, DEFAULT_SETTINGS);
    const { acceptance } = readSample('sample-reading.json');
    const waived = judged.findings.find(({ controlId, outcome }) => controlId === 'BG-ROLE-01' && outcome === 'fail');
    const scan = {
      ...judged,
      id: '5d1f0a3e-7c42-4b1a-9d55-0f6a2c3e8b71',
      trigger: {
        kind: 'command',
        by: { tenantId: tenant.tenantId, objectId: REQUESTER.objectId },
        byName: 'Riley Carter',
      },
      startedAt: new Date(at).toISOString(),
      completedAt: new Date(at + 8_400).toISOString(),
      requests: { count: 16, batches: 6, retries: 0, durationMs: 8_400 },
      version: VERSION,
    };
    return reportOf(scan, waived ? [{ ...acceptance, fingerprint: waived.fingerprint }] : []);
  } finally {
    await tenant.close();
  }
}

/** The HTML report beside the cards, as a browser shows it. */
async function takeReportPictures(browser, folder) {
  const html = htmlReportOf(await reportOfSandbox());
  for (const [name, { width, colorScheme }] of Object.entries(REPORT_VIEWS)) {
    const page = await browser.newPage({ viewport: { width, height: REPORT_HEIGHT }, colorScheme });
    await page.setContent(html);
    await page.screenshot({ path: join(folder, `report-${name}.png`) });
    await page.close();
  }
}

rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
try {
  for (const [name, theme] of Object.entries(THEMES)) await takePictures(browser, name, theme);
  await takeReportPictures(browser, join(values.out, '..'));
} finally {
  await browser.close();
}
