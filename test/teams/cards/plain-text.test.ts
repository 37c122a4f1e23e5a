import { describe, expect, test } from '@jest/globals';
import { breakable, plainText } from '../../../src/teams/cards/plain-text.js';

describe('plainText', () => {
  test.each([
    ['an ordinary name stays as it is', 'CA-04 Require MFA (all users)', 'CA-04 Require MFA (all users)'],
    ['Markdown stays as people typed it', '**x** [y](https://evil) `z` # h', '**x** [y](https://evil) `z` # h'],
    ['an expression stays as text', 'a ${name} b', 'a ${name} b'],
    ['line breaks become one space', 'a\r\n\u2028\tb', 'a b'],
    ['terminal codes are removed', '\u001b[31mred\u001b[0m', 'red'],
    ['a control character becomes a space', 'a\u0007b\u0000c', 'a b c'],
    ['direction marks and overrides are removed', 'a\u202Egpj.exe\u200F\u2066', 'agpj.exe'],
    ['zero-width and filler characters are removed', 'a\u200B\u2060\uFEFF\u3164b', 'ab'],
    ['private-use characters are removed', 'a\uE000b', 'ab'],
    ['a lone surrogate is replaced', 'a\uD800b', 'a\uFFFDb'],
    ['an emoji made with joiners stays whole', '👩\u200D🚒', '👩\u200D🚒'],
    ['stacked marks are limited', `e${'\u0301'.repeat(50)}`, `e${'\u0301'.repeat(4)}`],
    ['a date command is broken up', '{{DATE(x)}}', '{\u2060{DATE(x)}}'],
    ['right-to-left letters are isolated', 'שלום', '\u2068שלום\u2069'],
  ])('%s', (_, given, expected) => {
    expect(plainText(given, 80)).toBe(expected);
  });

  test('a text longer than allowed ends with an ellipsis, one that just fits does not', () => {
    expect(plainText('a b c d e f', 6)).toBe('a b c…');
    expect(plainText('a b c ', 6)).toBe('a b c');
  });

  test('a cut never splits a character', () => {
    expect(plainText('😀😀😀😀', 3)).toBe('😀😀…');
  });

  test('ten thousand characters are cut like any other text', () => {
    expect(Array.from(plainText('name '.repeat(2000), 20))).toHaveLength(20);
  });
});

describe('breakable', () => {
  test('only a stretch longer than the limit gets a place to break', () => {
    expect(breakable('abcdef', 3)).toBe('abc\u200Bdef');
    expect(breakable('abc def', 3)).toBe('abc def');
  });
});
