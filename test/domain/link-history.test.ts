// How the link stood over February 2026, from what each run found and left.
import { describe, expect, it } from 'vitest';
import { linkHistory, tellsLink, type LinkWrite } from '../../src/domain/link-history.ts';
import type { Link } from '../../src/domain/link.ts';
import { toMonth } from '../../src/domain/month.ts';
import { emptyTotals, type Run } from '../../src/domain/run.ts';
import { at } from './calendar-fixtures.ts';
import { OTHER_PARTNER, PARTNER } from './fixtures.ts';

const LINKS = {
  right: { state: 'right', partnerId: PARTNER, wantedPartnerId: PARTNER },
  other: { state: 'other', partnerId: OTHER_PARTNER, wantedPartnerId: PARTNER },
  third: { state: 'other', partnerId: '7000003', wantedPartnerId: PARTNER },
  none: { state: 'none', wantedPartnerId: PARTNER },
  unreadable: { state: 'unreadable', wantedPartnerId: PARTNER },
} as const satisfies Record<string, Link>;

/** A run of five minutes. */
function run(
  start: string,
  before: keyof typeof LINKS,
  after: keyof typeof LINKS = before,
  more: Partial<Run> = {},
): Run {
  const startedAt = new Date(at(start));
  return {
    id: start,
    identity: 'default',
    trigger: 'timer',
    dryRun: false,
    state: 'succeeded',
    startedAt: startedAt.toISOString(),
    endedAt: new Date(startedAt.getTime() + 300_000).toISOString(),
    link: { before: LINKS[before], action: 'none', after: LINKS[after] },
    totals: emptyTotals(),
    calls: {},
    events: 0,
    findings: [],
    ...more,
  };
}

const BROKEN_OFF: Partial<Run> = { state: 'failed', note: 'The process ended in the middle of this run.' };
const FAILED: Partial<Run> = { state: 'failed' };

/** Each interval as a line: from, to, state, the last digit of the partner id. */
function lines(runs: Run[], now = '03-02 00:00', writes: LinkWrite[] = []): string[] {
  const short = (time: string) => time.slice(5, 16).replace('T', ' ');
  return linkHistory(runs, writes, toMonth('2026-02'), at(now)).map(({ from, to, state, partnerId = '' }) =>
    [short(from), to === null ? 'open' : short(to), state, partnerId.slice(-1)].join(' ').trim(),
  );
}

describe('the link over a month', () => {
  it.each<[name: string, runs: Run[], told: string[]]>([
    ['no run', [], []],
    [
      'right all month: one interval, as long as the month',
      [run('01-31 18:17', 'right'), run('10 06:17', 'right'), run('28 18:17', 'right')],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'known only since the first run',
      [run('10 06:17', 'none', 'right'), run('11 06:17', 'right')],
      ['02-10 06:17 02-10 06:22 none', '02-10 06:22 03-01 00:00 right 1'],
    ],
    [
      'lost, and right again by another hand',
      [run('01-31 18:17', 'right'), run('10 06:17', 'none'), run('10 12:17', 'right')],
      ['02-01 00:00 02-10 06:17 right 1', '02-10 06:17 02-10 12:17 none', '02-10 12:17 03-01 00:00 right 1'],
    ],
    [
      'overwritten and healed by one run: other from its start to its end',
      [run('01-31 18:17', 'right'), run('10 06:17', 'other', 'right')],
      [
        '02-01 00:00 02-10 06:17 right 1',
        '02-10 06:17 02-10 06:22 other 2',
        '02-10 06:22 03-01 00:00 right 1',
      ],
    ],
    [
      'one stranger after another',
      [run('01-31 18:17', 'other'), run('10 06:17', 'third')],
      ['02-01 00:00 02-10 06:17 other 2', '02-10 06:17 03-01 00:00 other 3'],
    ],
    [
      'a run without a token leaves it unreadable until one can read it',
      [
        run('01-31 18:17', 'right'),
        run('10 06:17', 'unreadable', 'unreadable', FAILED),
        run('11 06:17', 'right'),
      ],
      [
        '02-01 00:00 02-10 06:17 right 1',
        '02-10 06:17 02-11 06:17 unreadable',
        '02-11 06:17 03-01 00:00 right 1',
      ],
    ],
    [
      'a write whose read-back failed is unreadable from its end',
      [run('01-31 18:17', 'none', 'unreadable', { state: 'partial' }), run('10 06:17', 'right')],
      ['02-01 00:00 02-10 06:17 unreadable', '02-10 06:17 03-01 00:00 right 1'],
    ],
    [
      'a run that was killed before it read tells nothing',
      [run('01-31 18:17', 'right'), run('10 06:17', 'unreadable', 'unreadable', BROKEN_OFF)],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'a run that was killed after it read tells what it found',
      [
        run('01-31 18:17', 'right'),
        run('10 06:17', 'none', 'unreadable', BROKEN_OFF),
        run('10 12:17', 'right'),
      ],
      ['02-01 00:00 02-10 06:17 right 1', '02-10 06:17 02-10 12:17 none', '02-10 12:17 03-01 00:00 right 1'],
    ],
    [
      'a run without an end tells nothing yet',
      [run('01-31 18:17', 'right'), withoutEnd(run('10 06:17', 'other'))],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'what was before the month is left out, what comes after it too',
      [run('01-30 06:17', 'none'), run('01-31 06:17', 'right'), run('03-01 00:17', 'none')],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'a change at the first instant of the month is the first of it',
      [run('01-31 06:17', 'none'), run('02-01 00:00', 'right')],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'what was found and mended at the first instant is of this month, what held until then is not',
      [run('01-31 06:17', 'none'), instant(run('02-01 00:00', 'other', 'right'))],
      ['02-01 00:00 02-01 00:00 other 2', '02-01 00:00 03-01 00:00 right 1'],
    ],
    [
      'a run over the end of the month: only what it found is of this month',
      [run('01-31 06:17', 'right'), run('28 23:58', 'other', 'right')],
      ['02-01 00:00 02-28 23:58 right 1', '02-28 23:58 03-01 00:00 other 2'],
    ],
    [
      'a clock too coarse for the length of a run does not hide what it found',
      [run('01-31 06:17', 'right'), instant(run('10 06:17', 'other', 'right'))],
      [
        '02-01 00:00 02-10 06:17 right 1',
        '02-10 06:17 02-10 06:17 other 2',
        '02-10 06:17 03-01 00:00 right 1',
      ],
    ],
  ])('%s', (_, runs, told) => {
    expect(lines(runs)).toEqual(told);
  });

  it('goes on while the month does, and ends with it', () => {
    const runs = [run('01-31 18:17', 'right'), run('10 06:17', 'other')];

    expect(lines(runs, '12 00:00')).toEqual(['02-01 00:00 02-10 06:17 right 1', '02-10 06:17 open other 2']);
    expect(lines(runs, '03-01 00:00').at(-1)).toBe('02-10 06:17 03-01 00:00 other 2');
  });

  it('knows what is found at this moment, and nothing of what bears a later time', () => {
    const runs = [run('01-31 18:17', 'right'), run('10 06:17', 'other')];

    expect(lines(runs, '10 06:17')).toEqual(['02-01 00:00 02-10 06:17 right 1', '02-10 06:17 open other 2']);
    expect(lines(runs, '10 06:16')).toEqual(['02-01 00:00 open right 1']);
  });

  it('has nothing to say of a month to come, and begins with its first instant', () => {
    expect(lines([run('01-20 06:17', 'right')], '01-31 23:59')).toEqual([]);
    expect(lines([run('01-20 06:17', 'right')], '02-01 00:00')).toEqual(['02-01 00:00 open right 1']);
  });
});

describe('what callers wrote', () => {
  const write = (
    when: string,
    before: keyof typeof LINKS,
    after: keyof typeof LINKS,
    runId = `link-${when}`,
  ) => ({
    time: new Date(at(when)).toISOString(),
    runId,
    link: { before: LINKS[before], after: LINKS[after] },
  });
  const RUNS = [run('01-31 18:17', 'right'), run('20 06:17', 'right')];

  it.each<[name: string, runs: Run[], writes: LinkWrite[], told: string[]]>([
    [
      'stands between the runs',
      RUNS,
      [write('10 12:00', 'right', 'none'), write('10 13:00', 'none', 'right')],
      ['02-01 00:00 02-10 12:00 right 1', '02-10 12:00 02-10 13:00 none', '02-10 13:00 03-01 00:00 right 1'],
    ],
    [
      'shows what it found, as an interval of no length',
      RUNS,
      [write('10 12:00', 'other', 'right')],
      [
        '02-01 00:00 02-10 12:00 right 1',
        '02-10 12:00 02-10 12:00 other 2',
        '02-10 12:00 03-01 00:00 right 1',
      ],
    ],
    [
      'before the month holds on into it',
      [run('01-20 06:17', 'right')],
      [write('01-25 06:17', 'right', 'third')],
      ['02-01 00:00 03-01 00:00 other 3'],
    ],
    [
      'is known without any run',
      [],
      [write('10 12:00', 'none', 'right')],
      ['02-10 12:00 02-10 12:00 none', '02-10 12:00 03-01 00:00 right 1'],
    ],
    [
      'and was told by the run after it stands in that run already',
      [run('01-31 18:17', 'right'), run('20 06:17', 'none', 'right')],
      [write('20 06:22', 'right', 'none', '20 06:17')],
      ['02-01 00:00 02-20 06:17 right 1', '02-20 06:17 02-20 06:22 none', '02-20 06:22 03-01 00:00 right 1'],
    ],
    [
      'after the month, or told of something else, is left out',
      RUNS,
      [{ time: write('10 12:00', 'none', 'none').time }, write('03-01 00:00', 'right', 'none')],
      ['02-01 00:00 03-01 00:00 right 1'],
    ],
  ])('%s', (_, runs, writes, told) => {
    expect(lines(runs, '03-02 00:00', writes)).toEqual(told);
  });
});

describe('whether a run tells the link', () => {
  it.each<[name: string, run: Run, tells: boolean]>([
    ['one that read it', run('10 06:17', 'none'), true],
    ['one that could not read it', run('10 06:17', 'unreadable'), true],
    ['one that was killed before it read', run('10 06:17', 'unreadable', 'unreadable', BROKEN_OFF), false],
    ['one that was killed afterwards', run('10 06:17', 'right', 'unreadable', BROKEN_OFF), true],
    ['one that goes on', withoutEnd(run('10 06:17', 'right')), false],
  ])('%s', (_, run, tells) => {
    expect(tellsLink(run)).toBe(tells);
  });
});

function withoutEnd(run: Run): Run {
  const { endedAt: _, ...rest } = run;
  return { ...rest, state: 'running' };
}

function instant(run: Run): Run {
  return { ...run, endedAt: run.startedAt };
}
