import { describe, expect, test } from '@jest/globals';
import { fixSentences } from '../../../src/domain/catalogue/fixes.js';
import { CONTROLS } from '../../../src/domain/controls/index.js';

describe('a fix in words', () => {
  test.each([
    ['F13/F14', [/^F13: Exclude/, /^F14: Add/]],
    ['F1 (human creds)', [/^F1: Create/, /People mend it/]],
    ['human/F3', [/^F3: Clear/, /People mend it/]],
    ['human (key)', [/People mend it/]],
    ['F21 (confirm)', [/^F21: Dismiss/]],
    ['config', [/configuration of the bot/]],
    ['attest', [/signs for it/]],
    ['self', [/by itself/]],
    ['none', [/No change to the tenant/]],
  ])('%s', (fix, sentences) => {
    expect(fixSentences(fix)).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
  });

  test('exists for every control that names one', () => {
    const unsaid = CONTROLS.filter(({ fix }) => {
      const sentences = fixSentences(fix);
      return sentences.length === 0 || sentences.some((said) => said.includes('not described'));
    });
    expect(unsaid.map(({ id }) => id)).toEqual([]);
  });
});
