// Writes what the documentation says of the controls from the controls themselves: docs/controls, and the table of the
// reader's permissions in docs/permissions.md. Needs a build (`node scripts/build.mjs`).
// Usage: node scripts/docs.mjs [--check]   with --check nothing is written, and stale files are named with exit code 1
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { CATALOGUE_FOLDER, cataloguePages } from '../dist/domain/catalogue/generated-files.js';
import { withSection } from '../dist/domain/catalogue/generated-section.js';
import { permissionTableOf, undescribedPermissions } from '../dist/domain/catalogue/reader-permissions.js';
import { CONTROLS } from '../dist/domain/controls/index.js';
import { OFFERS } from '../dist/domain/remediation/offers.js';

const root = join(import.meta.dirname, '..');
const PERMISSIONS = 'docs/permissions.md';
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

function stop(message) {
  console.error(message);
  process.exit(1);
}

const undescribed = undescribedPermissions(CONTROLS);
if (undescribed.length > 0) {
  stop(`Say in src/domain/catalogue/reader-permissions.ts what is read with ${undescribed.join(', ')}.`);
}
const permissions = withSection(
  readFileSync(join(root, PERMISSIONS), 'utf8'),
  'reader permissions',
  permissionTableOf(CONTROLS),
);
if (permissions === null) {
  stop(
    `${PERMISSIONS} needs exactly one pair <!-- generated: reader permissions --> and <!-- end: reader permissions -->.`,
  );
}

const options = { ...(await prettier.resolveConfig(join(root, PERMISSIONS))), parser: 'markdown' };
const files = new Map([...cataloguePages(CONTROLS, new Set(OFFERS.keys())), [PERMISSIONS, permissions]]);
const stale = [];
for (const [path, text] of files) {
  const file = join(root, path);
  const formatted = await prettier.format(text, options);
  if (existsSync(file) && readFileSync(file, 'utf8') === formatted) continue;
  stale.push(path);
  if (values.check) continue;
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, formatted);
}

// The page of a control that is gone would be found and believed.
const folder = join(root, CATALOGUE_FOLDER);
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  const path = `${CATALOGUE_FOLDER}/${name}`;
  if (files.has(path)) continue;
  stale.push(path);
  if (!values.check) rmSync(join(root, path));
}

if (values.check && stale.length > 0) {
  stop(`Not as the controls say: ${stale.join(', ')}. Run npm run docs, and commit what it writes.`);
}
for (const path of stale) console.log(path);
