import { describe, expect, test } from '@jest/globals';
import { CARD_BYTES, createRenderCard } from '../../../src/teams/cards/render-card.js';
import type { View } from '../../../src/teams/cards/view.js';
import { textsOf } from './cards-under-test.js';

const NOTICE: View = {
  fallbackText: 'x',
  style: 'warning',
  heading: 'heading',
  text: 'text',
  next: 'next',
  hasCode: false,
  code: '',
  button: 'Scan again',
};
const render = createRenderCard();

describe('renderCard', () => {
  test('a view that lacks what the template names is refused', () => {
    const { text: _, ...incomplete } = NOTICE;
    expect(() => render('notice', () => incomplete)).toThrow('CARD_UNFILLED: the template notice');
  });

  test('a text that looks like an expression is shown as it is', () => {
    const card = render('notice', () => ({ ...NOTICE, text: 'a ${button} $${x} b' }));
    expect(textsOf(card, 'TextRun')).toContain('a ${button} $${x} b');
  });

  test('a text that fits keeps its length, ten of them lose some', () => {
    const text = '漢'.repeat(1_500);
    const [one] = textsOf(
      render('notice', (cut) => ({ ...NOTICE, text: cut(text, 1_000) })),
      'TextRun',
    );
    const many = render('notice', (cut) => ({
      ...NOTICE,
      text: Array.from({ length: 10 }, () => cut(text, 1_000)).join(' '),
    }));
    expect(one?.replaceAll('\u200B', '')).toBe(`${'漢'.repeat(999)}…`);
    expect(Buffer.byteLength(JSON.stringify(many))).toBeLessThan(CARD_BYTES);
  });

  test('a card that cannot fit is refused', () => {
    expect(() => render('notice', () => ({ ...NOTICE, text: 'x'.repeat(CARD_BYTES) }))).toThrow('CARD_TOO_LARGE');
  });
});
