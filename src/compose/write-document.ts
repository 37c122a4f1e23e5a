import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Writes the whole document or nothing, to `file` or to stdout: a reader of the file never sees half of it. */
export async function writeDocument(document: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    process.stdout.write(document);
    return;
  }
  const partial = `${file}.${randomUUID()}.partial`;
  await writeFile(partial, document);
  await rename(partial, file);
}
