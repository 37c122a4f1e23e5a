import { readFileSync } from 'node:fs';

/** The version of this program, from its own package.json: two folders up, in the sources as in what is built from them. */

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

export const VERSION: string = version;
