// Some tests start the program as a process, from dist/. It is built once, before the first test.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export default function buildOnce() {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '..', 'scripts', 'build.mjs')], {
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('The build failed; tests that start the program cannot run.');
}
