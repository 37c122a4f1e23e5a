// Who may import whom, as docs/architecture.md explains it. A room is a folder of src/. Each rule has a deliberately wrong
// file, and a permitted twin beside it, under test/conventions/fixtures/<name of the rule>/.

/** Matches under src/, and under the src/ of each fixture, so that a fixture is laid out like the product. */
const src = (path) => `^src/${path}|^test/conventions/fixtures/[^/]+/src/${path}`;

const ADAPTERS = src('(graph|teams|store|jobs|sandbox)/');
const CONFIG = src('config(/|\\.ts$)');
const COMPOSE = src('compose(/|\\.ts$)');

/** Matches a package by name wherever npm put it. */
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

const TYPES = ['type-only'];
const NODE_OR_NPM = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

/** A rule that forbids every import of our own code that is not listed. */
function mayOnlyImport(name, comment, from, allowed) {
  return { name, comment, severity: 'error', from: { path: from }, to: { path: src(''), pathNot: allowed } };
}

/** A rule that keeps a set of packages in its rooms. */
function staysIn(name, comment, rooms, names) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: src(''), pathNot: rooms },
    to: { path: packages(...names) },
  };
}

/** Imports between our own files. */
const rooms = [
  mayOnlyImport('domain-imports-domain-only', 'The domain knows nobody.', src('domain/'), [src('domain/')]),
  mayOnlyImport(
    'workflows-import-domain-only',
    'A workflow reaches the outside through workflows/ports.ts.',
    src('workflows/'),
    [src('domain/'), src('workflows/')],
  ),
  mayOnlyImport('graph-keeps-to-itself', 'Graph is driven: it implements ports.', src('graph/'), [
    src('domain/'),
    src('workflows/ports\\.ts$'),
    src('graph/'),
  ]),
  mayOnlyImport('store-keeps-to-itself', 'The store is driven: it implements ports.', src('store/'), [
    src('domain/'),
    src('workflows/ports\\.ts$'),
    src('store/'),
  ]),
  mayOnlyImport('teams-keeps-to-itself', 'Teams drives workflows that compose.ts hands it.', src('teams/'), [
    src('domain/'),
    src('workflows/'),
    src('teams/'),
  ]),
  mayOnlyImport('jobs-keep-to-themselves', 'Jobs drive workflows that compose.ts hands them.', src('jobs/'), [
    src('domain/'),
    src('workflows/'),
    src('jobs/'),
  ]),
  mayOnlyImport(
    'sandbox-keeps-to-itself',
    'A simulator that imports the client agrees with its mistakes.',
    src('sandbox/'),
    [src('domain/'), src('sandbox/')],
  ),
  mayOnlyImport('config-imports-domain-only', 'Configuration is read before anything exists.', CONFIG, [
    src('domain/'),
    CONFIG,
  ]),
  mayOnlyImport(
    'entry-points-import-compose-only',
    'index.ts and cli.ts start what compose.ts built.',
    src('(index\\.ts$|cli(/|\\.ts$))'),
    [CONFIG, COMPOSE, src('cli/')],
  ),
  {
    name: 'adapters-take-types-from-workflows',
    comment: 'An adapter is handed workflow functions; it does not fetch them.',
    severity: 'error',
    from: { path: ADAPTERS },
    to: { path: src('workflows/'), dependencyTypesNot: TYPES },
  },
  {
    name: 'graph-takes-types-from-domain',
    comment: 'Beyond building the snapshot, reading does not judge.',
    severity: 'error',
    from: { path: src('graph/') },
    to: {
      path: src('domain/'),
      pathNot: src('domain/tenant/(observed|canonical|snapshot)\\.ts$'),
      dependencyTypesNot: TYPES,
    },
  },
  {
    name: 'store-takes-types-from-domain',
    comment: 'Beyond linking the audit chain, storing does not judge.',
    severity: 'error',
    from: { path: src('store/') },
    to: { path: src('domain/'), pathNot: src('domain/audit/'), dependencyTypesNot: TYPES },
  },
  {
    name: 'other-adapters-take-types-from-domain',
    comment: 'What an adapter shows, schedules or simulates was decided before it got there.',
    severity: 'error',
    from: { path: src('(teams|jobs|sandbox)/') },
    to: { path: src('domain/'), dependencyTypesNot: TYPES },
  },
];

/** Packages and the Node.js library. */
const outside = [
  {
    name: 'domain-uses-no-package',
    comment: 'The domain is plain TypeScript; hashing in tenant/ and audit/ is the one exception.',
    severity: 'error',
    from: { path: src('domain/'), pathNot: src('domain/(tenant|audit)/') },
    to: { dependencyTypes: NODE_OR_NPM },
  },
  {
    name: 'domain-hashes-only',
    comment: 'tenant/ and audit/ take createHash from node:crypto and nothing else.',
    severity: 'error',
    from: { path: src('domain/(tenant|audit)/') },
    to: { dependencyTypes: NODE_OR_NPM, pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'workflows-use-no-package',
    comment: 'A workflow is order and decisions; everything that touches the world is a port.',
    severity: 'error',
    from: { path: src('workflows/') },
    to: { dependencyTypes: NODE_OR_NPM },
  },
  staysIn(
    'chat-sdk-stays-in-teams',
    'The chat SDKs are out of support and must be replaceable.',
    [src('teams/'), COMPOSE],
    [
      'botbuilder[^/]*',
      'botframework-[^/]*',
      '@microsoft/teams-ai',
      'express',
      'adaptivecards-templating',
      'adaptive-expressions',
      'openai',
    ],
  ),
  staysIn(
    'graph-sdk-stays-in-graph',
    'Only graph/ speaks to Microsoft Graph.',
    [src('graph/'), COMPOSE],
    ['@microsoft/microsoft-graph-client', '@azure/identity'],
  ),
  staysIn(
    'sql-stays-in-store',
    'SQL and schedules live behind the store and the jobs.',
    [src('(store|jobs)/')],
    ['kysely', 'libsql', 'pg', 'pg-boss', 'croner', 'cronstrue'],
  ),
  {
    name: 'product-needs-no-development-package',
    comment: 'What runs in production is listed under dependencies; types may come from anywhere.',
    severity: 'error',
    from: { path: src('') },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: TYPES },
  },
];

const shape = [
  {
    name: 'no-circular-imports',
    comment: 'Two files that need each other at run time are one idea, or a third file is missing.',
    severity: 'error',
    from: { path: src('') },
    to: { circular: true, viaOnly: { dependencyTypesNot: TYPES } },
  },
  {
    name: 'product-imports-product-only',
    comment: 'Nothing in src/ imports tests, scripts or build output.',
    severity: 'error',
    from: { path: src('') },
    to: { path: '^(test/(?!conventions/fixtures/)|scripts/|dist/|appPackage/|infra/)' },
  },
  {
    name: 'imports-resolve',
    comment: 'An import that leads nowhere escapes every other rule.',
    severity: 'error',
    from: { path: src('') },
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...rooms, ...outside, ...shape],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Sees `import type`, which the compiler erases; rules tell the two apart by the dependency type `type-only`.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
