// Compiles src/ to dist/ and copies what the compiler leaves behind (card templates).
// Prints nothing when all is well, so that a command which builds first keeps a clean stdout.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const compiled = spawnSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const templates = join('teams', 'cards', 'templates');
if (existsSync(join(root, 'src', templates))) {
  cpSync(join(root, 'src', templates), join(root, 'dist', templates), { recursive: true });
}
