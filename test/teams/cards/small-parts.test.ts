import { describe, expect, test } from '@jest/globals';
import { dayAndTime, duration, timeOfDay } from '../../../src/teams/cards/moments.js';
import { FINDINGS_PER_PAGE, pageOf } from '../../../src/teams/cards/paging.js';
import { portalLink } from '../../../src/teams/cards/portal-link.js';

describe('pages', () => {
  test('the pages after the overview hold every finding once', () => {
    const total = 3 * FINDINGS_PER_PAGE + 1;
    const positions = [1, 2, 3, 4].flatMap((number) => {
      const { start, end } = pageOf(number, total);
      return Array.from({ length: end - start }, (_, index) => start + index);
    });
    expect(positions).toEqual(Array.from({ length: total }, (_, index) => index));
  });

  test.each([
    ['a full last page is the last page', 2, 2 * FINDINGS_PER_PAGE, { number: 2, last: 2 }],
    ['one finding more needs one page more', 3, 2 * FINDINGS_PER_PAGE + 1, { number: 3, last: 3 }],
    ['a page too far is the last page', 99, 9, { number: 2, last: 2 }],
    ['a page before the overview is the overview', -1, 9, { number: 0, last: 2 }],
    ['what is not a number is the overview', Number.NaN, 9, { number: 0, last: 2 }],
    ['half a page is the page it is on', 1.5, 9, { number: 1, last: 2 }],
    ['without findings there is only the overview', 1, 0, { number: 0, last: 0 }],
  ])('%s', (_, requested, total, expected) => {
    expect(pageOf(requested, total)).toMatchObject(expected);
  });
});

describe('links', () => {
  test('a page of the admin center can be linked', () => {
    const url = 'https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/PolicyBlade/policyId/1';
    expect(portalLink(url)).toBe(url);
  });

  test.each([
    ['http://entra.microsoft.com/'],
    ['https://entra.microsoft.com.evil.example/'],
    ['https://entra.microsoft.com@evil.example/'],
    ['https://user:word@entra.microsoft.com/'],
    ['https://entra.microsoft.com:8443/'],
    ['javascript:alert(1)'],
    ['//entra.microsoft.com/'],
    [undefined],
  ])('%s cannot be linked', (url) => {
    expect(portalLink(url)).toBe('');
  });
});

describe('times', () => {
  test('a time is spelled out in UTC', () => {
    expect(dayAndTime('2026-09-06T04:03:05+02:00')).toBe('6 Sep 2026, 02:03 UTC');
    expect(timeOfDay('2026-11-26T14:03:05Z')).toBe('14:03 UTC');
  });

  test('what is not a time is not shown as one', () => {
    expect(dayAndTime('soon')).toBe('an unknown time');
    expect(timeOfDay('')).toBe('an unknown time');
  });

  test('a duration is given in seconds, or in minutes from one minute on', () => {
    expect(duration(3840)).toBe('3.8 s');
    expect(duration(125_000)).toBe('2 min 5 s');
  });
});
