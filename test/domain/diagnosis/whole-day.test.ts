// Reason 6: was what is recognised held for the whole day? By the last whole day (UTC) and today, as far as seen.
import { describe, expect, it } from 'vitest';
import type { ReasonAnswer } from '../../../src/domain/diagnosis/diagnose.ts';
import { delegation, ours, READER, SUPPORT } from '../fixtures.ts';
import { diagnoseOf, GONE, lookEvery6Hours, sees, UNREAD, type Look, type Past } from './fixtures.ts';

const PEC = sees([delegation([ours(SUPPORT)])]);
const GROUPS = sees([delegation([ours(SUPPORT)], { group: 'web' })]);
const READING = sees([delegation([ours(READER)])]);
const every6 = (from: string, to: string, seen: Look['sees']) => lookEvery6Hours(from, to, { sees: seen });

describe('whether access was held for the whole day', () => {
  it.each<[name: string, past: Past, answer: string]>([
    ['every look saw it', { looks: every6('03 06:17', '05 12:17', PEC) }, 'ok'],
    [
      'yesterday was whole, and today nobody has looked yet',
      { looks: every6('03 06:17', '04 18:17', PEC), now: '05 00:10' },
      'ok',
    ],
    [
      'resource groups alone, whenever it was looked',
      { looks: every6('03 06:17', '05 12:17', GROUPS) },
      'ok',
    ],
    ['the first look was today', { looks: [{ at: '05 06:17', sees: PEC }] }, 'not observed'],
    ['the first look was yesterday', { looks: every6('04 06:17', '05 12:17', PEC) }, 'ok'],
    [
      'yesterday has a hole longer than a word holds',
      {
        looks: [...every6('03 06:17', '04 00:17', PEC), ...every6('04 18:17', '05 12:17', PEC)],
      },
      'not observed',
    ],
    [
      'it came yesterday',
      { looks: [...every6('03 06:17', '04 06:17', READING), ...every6('04 12:17', '05 12:17', PEC)] },
      'On 2026-01-04',
    ],
    [
      'it came today',
      { looks: [...every6('03 06:17', '05 06:17', READING), ...every6('05 12:17', '05 12:17', PEC)] },
      'On 2026-01-05',
    ],
    [
      'it was gone for a while yesterday',
      {
        looks: [
          ...every6('03 06:17', '04 06:17', PEC),
          { at: '04 12:17', sees: GONE },
          ...every6('04 18:17', '05 12:17', PEC),
        ],
      },
      'On 2026-01-04',
    ],
    [
      'it went today',
      { looks: [...every6('03 06:17', '05 06:17', PEC), { at: '05 12:17', sees: GONE }] },
      'On 2026-01-05',
    ],
    [
      'it went the day before yesterday',
      { looks: [...every6('02 06:17', '03 06:17', PEC), ...every6('03 12:17', '05 12:17', GONE)] },
      'reason 9',
    ],
    [
      'resource groups went today',
      { looks: [...every6('03 06:17', '05 06:17', GROUPS), { at: '05 12:17', sees: READING }] },
      'On 2026-01-05',
    ],
    [
      'resource groups were there for all of yesterday, and went at the last look of it',
      { looks: [...every6('02 06:17', '04 12:17', GROUPS), ...every6('04 18:17', '05 12:17', READING)] },
      'On 2026-01-04',
    ],
    [
      'resource groups yesterday, the whole since today',
      { looks: [...every6('03 06:17', '05 06:17', GROUPS), { at: '05 12:17', sees: PEC }] },
      'On 2026-01-05',
    ],
    [
      'the whole yesterday, resource groups since today: what is left was held',
      { looks: [...every6('03 06:17', '05 06:17', PEC), { at: '05 12:17', sees: GROUPS }] },
      'ok',
    ],
    ['it never counted', { looks: every6('03 06:17', '05 12:17', READING) }, 'not recognised now'],
    [
      'today it could not be read',
      { looks: [...every6('03 06:17', '05 06:17', PEC), { at: '05 12:17', sees: UNREAD }] },
      'could not read',
    ],
    [
      'the last look is too long ago',
      { looks: every6('03 06:17', '04 12:17', PEC), now: '05 01:00' },
      'too long ago',
    ],
  ])('%s', (_, past, answer) => {
    const { reasons } = diagnoseOf(past);

    expect(told(reasons[5])).toContain(answer);
  });
});

/** `ok`, the message of what was found, or where to look. */
function told(reason: ReasonAnswer | undefined): string | undefined {
  return reason?.finding?.message ?? reason?.look ?? reason?.answer;
}
