// The small rules of the dashboard: what is kept of a row, what a loss is, a customer's days, where a page begins.
import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../../src/domain/calendar.ts';
import { joinDays, spansOf } from '../../../src/domain/dashboard/customer-days.ts';
import { createInterner, toLine as toLineWith } from '../../../src/domain/dashboard/line.ts';
import { fellFrom } from '../../../src/domain/dashboard/loss.ts';
import { linkFinding, runStanding } from '../../../src/domain/dashboard/standing.ts';
import { takePage } from '../../../src/domain/dashboard/take-page.ts';
import { finding } from '../../../src/domain/finding.ts';
import type { Recognition } from '../../../src/domain/recognition.ts';
import type { SubscriptionRow } from '../../../src/domain/row.ts';
import type { SeenWord } from '../../../src/domain/word-change.ts';
import { guid, sampleRow } from '../../storage/samples.ts';
import { line, READER } from './fixtures.ts';

const toLine = (row: SubscriptionRow) => toLineWith(row, createInterner());

describe('of a row', () => {
  test('each thing is kept once, of however many scopes it is said', () => {
    const only = (scope: string) => ({ ...finding('resource-group-only'), scope });
    const row = sampleRow(guid(1), {
      recognition: 'pec-partial',
      findings: [only('/a'), READER, only('/b'), finding('role-not-eligible', 'Tag Contributor')],
    });

    expect(toLine(row).findings.map(({ message }) => message)).toEqual([
      only('/a').message,
      READER.message,
      finding('role-not-eligible', 'Tag Contributor').message,
    ]);
  });

  test('it is told whether it is gone, whether it was read, and the tenant where it has a name', () => {
    const gone = toLine(
      sampleRow(guid(1), { recognition: 'none', findings: [], removedAt: '2026-03-01T00:00:00.000Z' }),
    );
    const unread = toLine(sampleRow(guid(1), { recognition: 'unknown', read: false, tenantName: 'Zoo' }));

    expect(gone).toMatchObject({ isRemoved: true, seen: 'none', findings: [] });
    expect(gone).not.toHaveProperty('tenantName');
    expect(unread).toMatchObject({ isRemoved: false, seen: 'unread', tenantName: 'Zoo' });
  });
});

test.each<[Recognition, SeenWord[], string | undefined]>([
  ['none', [], undefined],
  ['none', ['pec'], 'pec'],
  ['none', ['unknown', 'pec-partial'], 'pec-partial'],
  ['none', ['pal-only', 'pec', 'pec-partial'], 'pec'],
  ['pal-only', ['none', 'pal-only', 'pec'], 'pec'],
  ['pal-only', ['none', 'absent', 'unread'], undefined],
  ['pec', ['none', 'pec'], undefined],
  ['unknown', ['pec'], undefined],
])('now %s, and before %j: it fell from %s', (recognition, words, best) => {
  expect(
    fellFrom(
      recognition,
      words.map((from) => ({ from })),
    ),
  ).toBe(best);
});

const SIGNS: Record<string, Coverage> = { P: 'pec', h: 'partial', n: 'none', '?': 'unobserved' };

function days(text: string) {
  return text.split('').map((sign, index) => ({
    date: `2026-03-0${index + 1}`,
    coverage: SIGNS[sign] ?? 'unobserved',
  }));
}

test.each([
  [['PPhn?'], 'PPhn?'],
  [['PPPP', 'Phn?'], 'Phhh'],
  [['nnn?', 'nh??'], 'nh??'],
  [['nP', 'nP', '?P'], '?P'],
  [['hh', 'n?'], 'hh'],
  [['PP', 'P'], 'Ph'],
])('the days %j of one customer are together %s', (all, together) => {
  expect(joinDays(all.map(days))).toEqual(days(together));
});

test('the days of nobody are none', () => {
  expect(joinDays([])).toEqual([]);
});

test('days in a row with the same word are one span', () => {
  expect(spansOf(days('PPnP'))).toEqual([
    { coverage: 'pec', from: 1, to: 2 },
    { coverage: 'none', from: 3, to: 3 },
    { coverage: 'pec', from: 4, to: 4 },
  ]);
  expect(spansOf([])).toEqual([]);
});

describe('a page', () => {
  const customers = ['1', '2', '3', '4'].map((id) => ({
    identity: 'default',
    tenantId: id,
    name: id,
    lines: [line(id, 'none', { tenantId: id })],
  }));
  const take = (more: object) =>
    takePage(customers, { top: 10, after: undefined, weigh: () => 10, mostBytes: 1000, ...more });
  const at = (place: number, subscriptionId: string) => ({ at: place, identity: 'default', subscriptionId });

  test.each<[string, object, string]>([
    ['is as long as is asked for', { top: 2 }, '1 to 2 of 4'],
    ['weighs no more than it may', { mostBytes: 30 }, '1 to 3 of 4'],
    ['has one line at least', { mostBytes: 1 }, '1 to 1 of 4'],
    ['goes on behind the last line of the one before', { after: at(2, '2') }, '3 to 4 of 4'],
    ['goes on behind that line also where it has moved', { after: at(2, '1') }, '2 to 4 of 4'],
    ['goes on at the same place where that line is gone', { after: at(3, 'gone') }, '4 to 4 of 4'],
    ['is empty behind the end', { after: at(99, 'gone') }, '0 to 0 of 4'],
  ])('%s', (_, limits, shown) => {
    const { from, to, of } = take(limits);

    expect(`${from} to ${to} of ${of}`).toBe(shown);
  });

  test('tells where the next one begins, and the last one that there is none', () => {
    expect(take({ top: 2 }).next).toEqual(at(2, '2'));
    expect(take({ top: 4 }).next).toBeUndefined();
    expect(takePage([], { top: 1, after: undefined, weigh: () => 1, mostBytes: 1 })).toEqual({
      customers: [],
      from: 0,
      to: 0,
      of: 0,
    });
  });
});

describe('how loudly to speak of the runs', () => {
  const seenAt = { observedAt: '2026-03-01T00:00:00.000Z' };
  const ended = (state: 'succeeded' | 'partial' | 'failed') => ({
    id: 'x',
    state,
    startedAt: '2026-03-01T00:00:00.000Z',
    endedAt: '2026-03-01T00:00:00.000Z',
  });

  test.each([
    ['none-yet', { lastRun: null, stale: false }],
    ['none-yet', { lastRun: undefined, stale: false }],
    ['never-through', { lastRun: ended('failed'), stale: true }],
    ['failing', { lastRun: ended('failed'), stale: true, ...seenAt }],
    ['stale', { lastRun: ended('succeeded'), stale: true, ...seenAt }],
    ['partial', { lastRun: ended('partial'), stale: false, ...seenAt }],
    ['well', { lastRun: ended('succeeded'), stale: false, ...seenAt }],
  ])('%s', (standing, given) => {
    expect(runStanding(given)).toBe(standing);
  });
});

describe('of the link', () => {
  const link = { wantedPartnerId: '1', conditions: [] };
  const linked = {
    type: 'Linked',
    status: 'Unknown',
    reason: 'LinkUnreadable',
    message: 'Azure was away.',
    lastTransitionTime: '2026-03-01T00:00:00.000Z',
  } as const;

  test.each([
    ['nothing where it is right', { ...link, state: 'right' }, undefined],
    ['that it is missing', { ...link, state: 'none' }, finding('link-missing', '1')],
    ['whose it is', { ...link, state: 'other', partnerId: '2' }, finding('link-other-partner', '2', '1')],
    [
      'that it is of another one, who is not named',
      { ...link, state: 'other' },
      finding('link-other-partner', 'another one', '1'),
    ],
    [
      'why it could not be read',
      { ...link, state: 'unreadable', conditions: [linked] },
      finding('link-unreadable', 'Azure was away.'),
    ],
    [
      'that nobody has read it',
      { ...link, state: 'unreadable' },
      finding('link-unreadable', 'No run has come to read it yet.'),
    ],
  ] as const)('is said %s', (_, given, said) => {
    expect(linkFinding(given)).toEqual(said);
  });
});
