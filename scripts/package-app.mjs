// Builds the app package that is uploaded to Teams, without any toolkit or sign-in:
//   npm run package -- ENVIRONMENT [FOLDER]      for example: npm run package -- dev
// Values for the manifest come from env/.env.ENVIRONMENT, env/.env.ENVIRONMENT.user and the process's environment, later
// ones first. Writes FOLDER/glasswatch.ENVIRONMENT.zip (default folder: appPackage/build) and prints its path.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { crc32, deflateRawSync } from 'node:zlib';
import manifestTools from '@microsoft/app-manifest';

const root = join(import.meta.dirname, '..');

function fail(code, lines) {
  process.stderr.write(`${code}: ${lines.join('\n  ')}\n`);
  process.exit(1);
}

function readVariables(environment) {
  const committed = join(root, 'env', `.env.${environment}`);
  if (!existsSync(committed)) {
    fail('PACKAGE_ENVIRONMENT_UNKNOWN', [`there is no env/.env.${environment}; name one of the files in env/.`]);
  }
  const files = [committed, `${committed}.user`].filter((file) => existsSync(file));
  return Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env);
}

/** Fills `${{NAME}}` in the text of a JSON document. */
function fillPlaceholders(text, variables) {
  const missing = new Set();
  const filled = text.replace(/\$\{\{(\w+)\}\}/g, (_placeholder, name) => {
    if (!variables[name]) missing.add(name);
    return JSON.stringify(variables[name] ?? '').slice(1, -1);
  });
  if (missing.size > 0) {
    fail('PACKAGE_VARIABLE_MISSING', [`set ${[...missing].join(', ')} in the environment file or the environment.`]);
  }
  return filled;
}

/** One file of a zip archive: its local record, and its line in the directory at the end. */
function zipEntry(name, content, offset) {
  const packed = deflateRawSync(content, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt16LE(0x0800, 2); // names are UTF-8
  common.writeUInt16LE(8, 4); // deflate
  common.writeUInt16LE(0x21, 8); // 1 January 1980: the same input gives the same bytes
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]),
    directory: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)]),
  };
}

function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of files) {
    const entry = zipEntry(name, content, offset);
    locals.push(entry.local);
    directory.push(entry.directory);
    offset += entry.local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const [environment, folder = join(root, 'appPackage', 'build')] = process.argv.slice(2);
if (environment === undefined) fail('PACKAGE_USAGE', ['npm run package -- ENVIRONMENT [FOLDER]']);

const source = (name) => readFileSync(join(root, 'appPackage', name));
const manifest = fillPlaceholders(source('manifest.json').toString(), readVariables(environment));
const problems = await manifestTools.AppManifestUtils.validateAgainstSchema(JSON.parse(manifest));
if (problems.length > 0) fail('PACKAGE_MANIFEST_INVALID', ['correct these values:', ...problems]);

mkdirSync(folder, { recursive: true });
const target = join(folder, `glasswatch.${environment}.zip`);
const icons = ['color.png', 'outline.png'].map((name) => [name, source(name)]);
writeFileSync(target, zip([['manifest.json', Buffer.from(manifest)], ...icons]));
process.stdout.write(`${target}\n`);
