import { describe, expect, test } from '@jest/globals';
import { parseCommand, quoteForPeople } from '../../../src/teams/inbound/commands.js';

describe('a message', () => {
  test.each([
    ['scan', 'scan'],
    ['Scan!', 'scan'],
    ['SCAN EMERGENCY ACCESS', 'scan'],
    ['please scan emergency access now', 'scan'],
    ['Could you please scan the emergency-access accounts?', 'scan'],
    ['<at>Glasswatch</at> scan', 'scan'],
    ['<at>Glasswatch</at>&nbsp;scan emergency access', 'scan'],
    ['  hey Glasswatch,\nscan again, thanks ', 'scan'],
    ['ｓｃａｎ', 'scan'],
    ['status', 'status'],
    ['history', 'history'],
    ['Show the scans, please', 'history'],
    ['compare scans', 'history'],
    ['export', 'export'],
    ['export the report', 'export'],
    ['show the status, please', 'status'],
    ['fix', 'fix'],
    ['show fixes', 'fix'],
    ['Please show the fixes', 'fix'],
    ['approvals', 'approvals'],
    ['open approvals', 'approvals'],
    ['<at>Glasswatch</at> show approvals!', 'approvals'],
    ['automation', 'automation'],
    ['Show the automation, please', 'automation'],
    ['modes', 'automation'],
    ['show modes', 'automation'],
    ['stop', 'stop'],
    ['STOP!!!', 'stop'],
    ['stop please', 'stop'],
    ['<at>Glasswatch</at> stop now', 'stop'],
    ['stop writing', 'stop'],
    ['stop automation', 'stop'],
    ['Stop everything!', 'stop'],
    ['emergency stop', 'stop'],
    ['resume', 'resume'],
    ['resume writing', 'resume'],
    ['subscribe', 'subscribe'],
    ['Please subscribe here', 'subscribe'],
    ['show subscription', 'subscribe'],
    ['unsubscribe', 'unsubscribe'],
    ['<at>Glasswatch</at> unsubscribe', 'unsubscribe'],
    ['schedule', 'schedule'],
    ['show the schedule', 'schedule'],
    ['drill', 'drill'],
    ['plan a drill, please', 'drill'],
    ['attest', 'attest'],
    ['show attestations', 'attest'],
    ['help', 'help'],
    ['Help me!', 'help'],
    ['scan the tenant for me', 'scan'],
    ['scan emergency accounts', 'scan'],
  ])('%j is the command %s', (text, kind) => {
    expect(parseCommand(text)).toEqual({ kind });
  });

  test.each([
    'do not scan',
    "don't scan",
    'don’t scan',
    'never scan',
    'please no scan',
    'what does scan do',
    'when was the last scan?',
    'scan later',
    'scanning',
    'scan status',
    'scan https://evil.example',
    'scan <b>now</b> everything',
    'status of the printer',
    'fix it all',
    'do not fix',
    'approve',
    'approvals of the printer',
    'do not stop',
    "don't stop",
    'never stop',
    'stop it from stopping',
    'when did we stop',
    'who can stop writing',
    'unstoppable',
    'do not resume',
    'do not subscribe',
    "don't unsubscribe",
    'subscribe Megan',
    'schedule a scan',
    'when is the next drill',
    'drill later',
    'I attest that all is well',
    'resume later',
    'automation of the printer',
    'toString',
    '__proto__',
    '?',
    '',
    '😀',
  ])('%j is no command', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'unknown' });
  });
});

describe('what is quoted back', () => {
  test.each([
    ['what does scan do', 'what does scan do'],
    ['[click](https://evil.example) **now**', 'clickhttps://evil.example now'],
    ['<at>Megan</at> hi <img src=x>', 'Megan hi'],
    ['one\r\ntwo\u202Ethree\u0007', 'one two three'],
    ['', ''],
  ])('%j becomes the plain line %j', (text, quote) => {
    expect(quoteForPeople(text)).toBe(quote);
  });

  test('is short, and does not end inside a character', () => {
    expect(quoteForPeople('😀'.repeat(10_000))).toBe(`${'😀'.repeat(80)}…`);
  });
});
