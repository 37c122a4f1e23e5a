import { describe, expect, test } from '@jest/globals';
import { withSection } from '../../../src/domain/catalogue/generated-section.js';

const BEGIN = '<!-- generated: part -->';
const END = '<!-- end: part -->';

describe('a generated section', () => {
  test('is replaced between its comments, and nothing else is touched', () => {
    expect(withSection(`before\n\n${BEGIN}\nold\n${END}\n\nafter\n`, 'part', 'new')).toBe(
      `before\n\n${BEGIN}\n\nnew\n\n${END}\n\nafter\n`,
    );
  });

  test.each([
    ['no comment', 'text'],
    ['no end', `${BEGIN} text`],
    ['no beginning', `text ${END}`],
    ['two beginnings', `${BEGIN} a ${BEGIN} b ${END}`],
    ['two ends', `${BEGIN} a ${END} b ${END}`],
    ['the comments of another section', '<!-- generated: other --> a <!-- end: other -->'],
  ])('is not written with %s', (_, text) => {
    expect(withSection(text, 'part', 'new')).toBeNull();
  });
});
