import { expect, test } from '@jest/globals';
import { storableText } from '../../../src/domain/audit/storable-text.js';

/** A character that cannot be stored leaves a mark: a name that merely got shorter would look like another name. */

test.each([
  { what: 'NUL', text: 'a\0b', stored: 'a\uFFFDb' },
  { what: 'every NUL', text: '\0\0', stored: '\uFFFD\uFFFD' },
  { what: 'the first half of a surrogate pair alone', text: 'a\uD83Db', stored: 'a\uFFFDb' },
  { what: 'the second half of a surrogate pair alone', text: 'a\uDD11b', stored: 'a\uFFFDb' },
  { what: 'the halves in the wrong order', text: '\uDD11\uD83D', stored: '\uFFFD\uFFFD' },
])('$what is replaced by a visible mark, not dropped', ({ text, stored }) => {
  expect(storableText(text)).toBe(stored);
});

test.each([
  { what: 'a whole surrogate pair', text: 'a\uD83D\uDD11b' },
  { what: 'a control character that databases take', text: 'a\x01b' },
  { what: 'the mark itself', text: 'a\uFFFDb' },
])('$what stays as it is', ({ text }) => {
  expect(storableText(text)).toBe(text);
});
