import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreConfig } from '../config.js';
import type { ReportFolder } from '../workflows/scan-history.js';

/**
 * Where `export` in a chat puts its files: beside the embedded database, which nobody else can read while the bot runs. On
 * PostgreSQL the export command reads the same store at any time, so the bot keeps no files.
 */

/** The files name accounts and what is wrong with them: only the bot's own user may read them. */
function folderAt(path: string): ReportFolder {
  return {
    async write(name, document) {
      await mkdir(path, { recursive: true, mode: 0o700 });
      const partial = join(path, `${name}.${randomUUID()}.partial`);
      await writeFile(partial, document, { mode: 0o600 });
      await rename(partial, join(path, name));
    },
  };
}

/** The folder for the store that is configured; null where there is none. `dataFolder` is where an embedded store would be. */
export function reportFolderFor(store: StoreConfig, dataFolder: string): ReportFolder | null {
  return store.kind === 'postgres' ? null : folderAt(join(dataFolder, 'reports'));
}
