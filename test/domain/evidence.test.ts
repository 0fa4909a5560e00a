// The evidence put together: whose subscriptions, which runs, which transitions, and that it stays the same.
import { describe, expect, it } from 'vitest';
import { assembleEvidence, readsBackTo, type EvidenceMatter } from '../../src/domain/evidence.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import { toMonth } from '../../src/domain/month.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { emptyTotals, type Run } from '../../src/domain/run.ts';
import type { SeenWord, WordChange } from '../../src/domain/word-change.ts';
import { at, lettersOf, quarterly } from './calendar-fixtures.ts';
import { CUSTOMER_TENANT, PARTNER, PRINCIPAL, SUBSCRIPTION_ID } from './fixtures.ts';

const time = (text: string) => new Date(at(text)).toISOString();

function row(more: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    identity: 'default',
    subscriptionId: SUBSCRIPTION_ID,
    displayName: 'Production',
    tenantId: CUSTOMER_TENANT,
    state: 'Enabled',
    recognition: 'pec',
    conditions: [],
    findings: [],
    scopes: [],
    since: time('01-20 00:17'),
    observedAt: time('01-20 00:17'),
    read: true,
    baseline: true,
    events: 0,
    ...more,
  };
}

function run(endedAt: string, more: Partial<Run> = {}): Run {
  const right = { state: 'right', partnerId: PARTNER, wantedPartnerId: PARTNER } as const;
  return {
    id: endedAt,
    identity: 'default',
    trigger: 'timer',
    dryRun: false,
    state: 'succeeded',
    startedAt: endedAt,
    endedAt,
    link: { before: right, action: 'none', after: right },
    totals: emptyTotals(),
    calls: {},
    events: 0,
    findings: [],
    ...more,
  };
}

const WELL = quarterly('01-20 00:17', '03-01 18:17').map((ms) => run(new Date(ms).toISOString()));

function word(when: string, from: SeenWord, to: SeenWord, subscriptionId = SUBSCRIPTION_ID): WordChange {
  return { subscriptionId, time: time(when), from, to };
}

function matter(more: Partial<EvidenceMatter> = {}): EvidenceMatter {
  return {
    month: toMonth('2026-02'),
    identity: { identity: 'default', partnerId: PARTNER, principalId: PRINCIPAL },
    catalogue: { catalogueDate: '2025-10-01', roleOverrides: {} },
    baselineAt: time('01-20 00:17'),
    rows: [row()],
    words: [],
    runs: WELL,
    linkWrites: [],
    events: [],
    now: at('03-05 00:00'),
    ...more,
  };
}

/** Days as letters, by the last digit of the subscription. */
function days(given: Partial<EvidenceMatter>): Record<string, string> {
  const { subscriptions } = assembleEvidence(matter(given));
  return Object.fromEntries(
    subscriptions.map(({ subscriptionId, days }) => [subscriptionId.slice(-1), lettersOf(days)]),
  );
}

const P28 = 'P'.repeat(28);

describe('the days of a subscription', () => {
  it.each<[name: string, given: Partial<EvidenceMatter>, days: string]>([
    ['that nothing ever happened to', {}, P28],
    [
      'are found by going back from the row as it stands',
      {
        rows: [row({ recognition: 'none' })],
        words: [word('28 12:17', 'pec', 'none'), word('10 12:17', 'pal-only', 'pec')],
      },
      `${'N'.repeat(9)}H${'P'.repeat(17)}H`,
    ],
    [
      'do not know what comes after the month',
      { rows: [row({ recognition: 'none' })], words: [word('03-01 00:17', 'pec', 'none')] },
      P28,
    ],
    [
      'know what held on into the month',
      { words: [word('01 06:17', 'none', 'pec'), word('01-31 12:17', 'pec', 'none')] },
      `H${'P'.repeat(27)}`,
    ],
    [
      'need nothing that is longer ago',
      { words: [word('01-31 10:59', 'none', 'pec'), word('01-30 10:59', 'absent', 'none')] },
      P28,
    ],
    [
      'are read by runs that came through in part',
      { runs: WELL.map((each) => ({ ...each, state: 'partial' })) },
      P28,
    ],
    [
      'are not read by runs that failed',
      { runs: WELL.map((each) => ({ ...each, state: 'failed' })) },
      '?'.repeat(28),
    ],
    ['are not read by a run under way', { runs: [withoutEnd(run(time('10 06:17')))] }, '?'.repeat(28)],
    ['of a month that goes on', { now: at('03 14:00') }, 'PPP'],
    ['of a month to come', { now: at('01-25 00:00') }, ''],
  ])('%s', (_, given, letters) => {
    expect(days(given)).toEqual({ 1: letters });
  });
});

describe('whose days are told', () => {
  const gone = row({ recognition: 'none', removedAt: time('01-25 06:17') });

  it.each<[name: string, given: Partial<EvidenceMatter>, told: string[]]>([
    ['one that was removed before', { rows: [gone] }, ['1']],
    ['one that came in the month', { words: [word('28 23:59', 'absent', 'pec')] }, ['1']],
    ['one that came at its first instant', { words: [word('01 00:00', 'absent', 'pec')] }, ['1']],
    ['one that came at the first instant of the next', { words: [word('03-01 00:00', 'absent', 'pec')] }, []],
    [
      'not one that came and went before the month, and came back after it',
      {
        words: [
          word('03-01 06:17', 'absent', 'pec'),
          word('01-31 18:17', 'pec', 'absent'),
          word('01-31 12:17', 'absent', 'pec'),
        ],
      },
      [],
    ],
    [
      'one that came, was only unknown, and went again',
      {
        words: [
          word('03-01 06:17', 'absent', 'pec'),
          word('12 06:17', 'unread', 'absent'),
          word('10 06:17', 'absent', 'unread'),
        ],
      },
      ['1'],
    ],
    ['nobody, where no run ever came through', { baselineAt: undefined }, []],
    ['nobody, where the baseline is the first instant of the next', { baselineAt: time('03-01 00:00') }, []],
    ['somebody, where the baseline is the last one of this', { baselineAt: time('28 23:59') }, ['1']],
    ['nobody, after 400 days', { now: at('03-01 00:00') + 400 * 86_400_000 }, []],
    ['somebody until then', { now: at('03-01 00:00') + 400 * 86_400_000 - 1 }, ['1']],
  ])('%s', (_, given, told) => {
    expect(Object.keys(days(given))).toEqual(told);
  });
});

describe('the evidence', () => {
  it('says whose it is, on what it rests, and what it proves', () => {
    const evidence = assembleEvidence(
      matter({ catalogue: { catalogueDate: '2025-10-01', roleOverrides: { x: 'no' } } }),
    );

    expect(evidence).toMatchObject({
      month: '2026-02',
      identity: 'default',
      partnerId: PARTNER,
      principalId: PRINCIPAL,
      catalogueDate: '2025-10-01',
      roleOverrides: { x: 'no' },
      link: [{ from: time('02-01 00:00'), to: time('03-01 00:00'), state: 'right', partnerId: PARTNER }],
    });
    expect(evidence.proves.notPayment).toMatch(/not what microsoft pays/i);
  });

  it('names the runs that ended in the month, failed ones too, and is drawn up to the last of them', () => {
    const runs = [
      run(time('01-31 23:59')),
      run(time('02-01 00:00')),
      run(time('10 06:17'), { state: 'failed' }),
      withoutEnd(run(time('28 12:17'))),
      run(time('28 23:59')),
      run(time('03-01 00:00')),
    ];

    const evidence = assembleEvidence(matter({ runs }));

    expect(evidence.runs).toEqual([time('02-01 00:00'), time('10 06:17'), time('28 23:59')]);
    expect(evidence.generatedAt).toBe(time('28 23:59'));
  });

  it('shows what callers did to the link, and is drawn up to the last of it', () => {
    const link = {
      before: { state: 'right', partnerId: PARTNER },
      after: { state: 'none' },
    } as const;
    const write = (when: string) => ({ time: time(when), runId: `link-${when}`, link });
    const runs = [run(time('01-31 23:59')), run(time('20 06:17'))];

    const early = assembleEvidence(matter({ runs, linkWrites: [write('10 12:00')] }));
    const late = assembleEvidence(matter({ runs, linkWrites: [write('21 12:00'), write('03-01 00:00')] }));

    expect(early.link.map(({ state }) => state)).toEqual(['right', 'none', 'right']);
    expect(early.generatedAt).toBe(time('20 06:17'));
    expect(late.generatedAt).toBe(time('21 12:00'));
    expect(late.link.at(-1)).toEqual({ from: time('21 12:00'), to: time('03-01 00:00'), state: 'none' });
  });

  it('is drawn up to what a check saw after the last run of the month', () => {
    const runs = [run(time('20 06:17'))];
    const words = [word('03-01 06:00', 'pec', 'none'), word('21 12:00', 'none', 'pec')];

    expect(assembleEvidence(matter({ runs, words })).generatedAt).toBe(time('21 12:00'));
  });

  it('without a run is drawn up to where the month begins', () => {
    expect(assembleEvidence(matter({ runs: [] }))).toMatchObject({
      generatedAt: time('02-01 00:00'),
      runs: [],
      link: [],
    });
  });

  it('of a month that is over stays the same, however late it is asked for', () => {
    const now = assembleEvidence(matter());
    const later = assembleEvidence(
      matter({
        now: at('03-01 00:00') + 300 * 86_400_000,
        rows: [row({ recognition: 'pal-only', since: time('04-02 00:17') })],
        words: [word('04-02 00:17', 'pec', 'pal-only')],
        runs: [...WELL, run(time('04-02 00:17'))],
      }),
    );

    expect(later).toEqual(now);
  });

  it('lists customers by tenant, name and id, whatever the order of the rows', () => {
    const of = (tenantId: string, displayName: string, n: number) =>
      row({ tenantId, displayName, subscriptionId: `${SUBSCRIPTION_ID.slice(0, -1)}${n}` });
    const rows = [of('b', 'a', 1), of('a', 'b', 2), of('a', 'a', 4), of('a', 'a', 3), of('a', 'a', 3)];

    const listed = (given: SubscriptionRow[]) =>
      assembleEvidence(matter({ rows: given })).subscriptions.map((each) => each.subscriptionId.slice(-1));

    expect(listed(rows)).toEqual(['3', '3', '4', '2', '1']);
    expect(listed(rows.toReversed())).toEqual(['3', '3', '4', '2', '1']);
  });

  it('carries names as text that any program can read, and the tenant name where it is known', () => {
    const rows = [row({ displayName: 'a\uD800b', tenantName: 'c\uDC00' })];

    const [subscription] = assembleEvidence(matter({ rows })).subscriptions;

    expect(subscription).toMatchObject({ displayName: 'a\uFFFDb', tenantName: 'c\uFFFD' });
    expect(assembleEvidence(matter()).subscriptions[0]).not.toHaveProperty('tenantName');
  });

  it('gives each subscription its own transitions', () => {
    const other = `${SUBSCRIPTION_ID.slice(0, -1)}2`;
    const event = (id: string, subscriptionId: string): KeeperEvent => ({
      id,
      time: time('10 06:17'),
      type: 'recognition.lost',
      identity: 'default',
      subscriptionId,
      actor: 'observed',
    });
    const rows = [row(), row({ subscriptionId: other, displayName: 'Quiet' }), row({ subscriptionId: '3' })];

    const { subscriptions } = assembleEvidence(
      matter({ rows, events: [event('1', SUBSCRIPTION_ID), event('2', '3'), event('3', SUBSCRIPTION_ID)] }),
    );

    expect(
      subscriptions.map(({ subscriptionId, transitions }) => [
        subscriptionId.slice(-1),
        transitions.map(({ id }) => id),
      ]),
    ).toEqual([
      ['1', ['1', '3']],
      ['3', ['2']],
      ['2', []],
    ]);
  });

  it('reads 13 hours back, for so long a word may hold on', () => {
    expect(new Date(readsBackTo(toMonth('2026-02'))).toISOString()).toBe(time('01-31 11:00'));
  });
});

function withoutEnd(run: Run): Run {
  const { endedAt: _, ...rest } = run;
  return { ...rest, state: 'running' };
}
