/**
 * What a message asks for. Anchored: after politeness is taken away, the whole message must be a command. A word inside a
 * sentence is none, so "do not scan" does not scan.
 */

export type Command = {
  readonly kind:
    | ('scan' | 'status' | 'fix' | 'approvals' | 'automation' | 'stop' | 'resume')
    | ('history' | 'export')
    | ('subscribe' | 'unsubscribe' | 'schedule' | 'drill' | 'attest' | 'accounts')
    | ('help' | 'unknown');
};

const PHRASES: ReadonlyMap<string, Command['kind']> = new Map([
  ['scan', 'scan'],
  ['scan emergency access', 'scan'],
  ['scan emergency access account', 'scan'],
  ['scan emergency access accounts', 'scan'],
  ['scan emergency accounts', 'scan'],
  ['emergency access scan', 'scan'],
  ['scan tenant', 'scan'],
  ['run scan', 'scan'],
  ['start scan', 'scan'],
  ['status', 'status'],
  ['show status', 'status'],
  ['history', 'history'],
  ['show history', 'history'],
  ['scans', 'history'],
  ['show scans', 'history'],
  ['list scans', 'history'],
  ['scan history', 'history'],
  ['compare', 'history'],
  ['compare scans', 'history'],
  ['export', 'export'],
  ['export report', 'export'],
  ['report', 'export'],
  ['fix', 'fix'],
  ['fixes', 'fix'],
  ['show fixes', 'fix'],
  ['approvals', 'approvals'],
  ['show approvals', 'approvals'],
  ['open approvals', 'approvals'],
  ['show open approvals', 'approvals'],
  ['automation', 'automation'],
  ['show automation', 'automation'],
  ['modes', 'automation'],
  ['show modes', 'automation'],
  ['stop', 'stop'],
  ['stop writing', 'stop'],
  ['stop automation', 'stop'],
  ['stop everything', 'stop'],
  ['emergency stop', 'stop'],
  ['resume', 'resume'],
  ['resume writing', 'resume'],
  ['subscribe', 'subscribe'],
  ['subscribe here', 'subscribe'],
  ['subscription', 'subscribe'],
  ['show subscription', 'subscribe'],
  ['unsubscribe', 'unsubscribe'],
  ['unsubscribe here', 'unsubscribe'],
  ['schedule', 'schedule'],
  ['show schedule', 'schedule'],
  ['drill', 'drill'],
  ['drills', 'drill'],
  ['show drills', 'drill'],
  ['plan drill', 'drill'],
  ['attest', 'attest'],
  ['attestations', 'attest'],
  ['show attestations', 'attest'],
  ['accounts', 'accounts'],
  ['account', 'accounts'],
  ['show accounts', 'accounts'],
  ['emergency accounts', 'accounts'],
  ['show emergency accounts', 'accounts'],
  ['designations', 'accounts'],
  ['help', 'help'],
]);

/** Words that change nothing about what is asked, wherever they stand. Negations and question words are not among them. */
const POLITE = new Set([
  ...['please', 'pls', 'plz', 'kindly', 'thanks', 'thank', 'thx', 'cheers'],
  ...['hi', 'hey', 'hello', 'ok', 'okay', 'bot', 'glasswatch'],
  ...[
    'can',
    'could',
    'would',
    'will',
    'you',
    'just',
    'now',
    'again',
    'today',
    'for',
    'me',
    'us',
    'a',
    'an',
    'the',
    'our',
    'my',
  ],
]);

function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .replace(/<at>.*?<\/at>/gis, ' ')
    .replace(/&nbsp;/gi, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Reads the text of a message, with or without the mention of the bot. Only commands that exist are recognised. */
export function parseCommand(text: string): Command {
  const phrase = wordsOf(text)
    .filter((word) => !POLITE.has(word))
    .join(' ');
  return { kind: PHRASES.get(phrase) ?? 'unknown' };
}

const MAX_QUOTE_LENGTH = 80;

/** What was not understood, as one short line without anything that a client would render or obey. */
export function quoteForPeople(text: string): string {
  const plain = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/[*_~`#<>[\](){}|\\]/g, '')
    .trim();
  const characters = [...plain];
  return characters.length > MAX_QUOTE_LENGTH ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…` : plain;
}
