// What the dashboard shows of the subscriptions: each once in the headline, what is lost first, the rest counted.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleDashboard, type Sight } from '../../../src/domain/dashboard/dashboard.ts';
import type { Filters } from '../../../src/domain/dashboard/line.ts';
import { finding } from '../../../src/domain/finding.ts';
import { RECOGNITIONS } from '../../../src/domain/recognition.ts';
import { change, line, MARCH, NOW, READER, sight } from './fixtures.ts';

function show(sights: readonly Sight[], filters: Filters = {}, limits: { top?: number } = {}) {
  return assembleDashboard({
    sights,
    filters,
    limits: { top: 100, after: undefined, weigh: () => 1, mostBytes: 1000, ...limits },
    month: MARCH,
    now: NOW,
  });
}

/** Ids of the lines in their order, a customer a text. */
function order(shown: ReturnType<typeof show>): string[] {
  return shown.page.customers.map(({ lines }) => lines.map(({ subscriptionId }) => subscriptionId).join(' '));
}

const REMARK = finding('role-unsupported-soon', 'Log Analytics Contributor');

describe('the order', () => {
  test('is by what is lost, then by what never was, and what earns with a remark comes last', () => {
    const inTenant = (
      id: string,
      ...rest: Parameters<typeof line> extends [string, ...infer R] ? R : never
    ) => {
      const [recognition, more] = rest;
      return line(id, recognition, { tenantId: id, tenantName: id, ...more });
    };
    const lines = [
      inTenant('remark', 'pec', { findings: [REMARK] }),
      inTenant('well', 'pec'),
      inTenant('gone', 'none', { isRemoved: true, findings: [finding('removed')] }),
      inTenant('partial', 'pec-partial'),
      inTenant('unknown', 'unknown'),
      inTenant('reader', 'pal-only'),
      inTenant('none', 'none'),
      inTenant('fell-little', 'none'),
      inTenant('fell-some', 'pal-only'),
      inTenant('fell', 'none', { isRemoved: true, since: '2026-03-02T06:00:00.000Z' }),
      inTenant('fell-newer', 'pal-only', { since: '2026-03-03T06:00:00.000Z' }),
    ];
    const words = [
      change('fell-newer', '03', 'pec', 'pal-only'),
      change('fell', '02', 'pec', 'none'),
      change('fell-some', '01', 'pec-partial', 'pal-only'),
      change('fell-little', '01', 'pal-only', 'none'),
      change('unknown', '01', 'pec', 'unknown'),
    ];

    const shown = show([sight(lines, { words })]);

    expect(order(shown)).toEqual([
      'fell-newer',
      'fell',
      'fell-some',
      'fell-little',
      'none',
      'reader',
      'unknown',
      'partial',
      'gone',
      'remark',
    ]);
    expect(shown.lost).toBe(4);
  });

  test('keeps a customer in one piece, at the place of its worst line, and of equals goes by names, then by ids', () => {
    const of = (tenantId: string, tenantName: string) => ({ tenantId, tenantName });
    const { tenantName: _, ...nameless } = line('1', 'none', { tenantId: 'd' });
    const shown = show([
      sight([
        nameless,
        line('2', 'none', of('c', 'Customer 10')),
        line('3', 'none', of('b', 'Customer 9')),
        line('4', 'pec-partial', of('a', 'Zoo')),
        line('5', 'none', { ...of('a', 'Zoo'), displayName: 'b' }),
        line('6', 'none', { ...of('a', 'Zoo'), displayName: 'a' }),
        line('8', 'none', { ...of('a', 'Zoo'), displayName: 'a' }),
        line('7', 'none', of('e', 'Customer 9')),
      ]),
    ]);

    expect(order(shown)).toEqual(['3', '7', '2', '6 8 5 4', '1']);
    expect(shown.customers).toEqual({ all: 5, toLookAt: 5 });
  });
});

describe('a filter', () => {
  const lines = [
    line('1', 'pec'),
    line('2', 'pec', { findings: [REMARK] }),
    line('3', 'none'),
    line('4', 'pal-only', { tenantId: 'other' }),
  ];

  test.each<[string, Filters, string[]]>([
    ['none of them: what needs a look', {}, ['3 2', '4']],
    ['a recognition, also one that is well', { recognition: 'pec' }, ['2 1']],
    ['a customer, with what is well', { tenantId: 'tenant' }, ['3 2 1']],
    ['a reason', { finding: 'role-not-eligible' }, ['3', '4']],
    ['several at once', { finding: 'role-not-eligible', tenantId: 'other' }, ['4']],
    ['what nothing fits', { recognition: 'unknown' }, []],
  ])('%s', (_, filters, ids) => {
    expect(order(show([sight(lines)], filters))).toEqual(ids);
  });

  test('leaves the headline as it is, and counts reasons as they would be found', () => {
    const shown = show([sight(lines)], { tenantId: 'tenant' });

    expect(shown.words).toEqual({ pec: 2, 'pec-partial': 0, 'pal-only': 1, none: 1, unknown: 0 });
    expect(shown.findings).toEqual([
      { code: 'role-not-eligible', count: 1 },
      { code: 'role-unsupported-soon', count: 1 },
    ]);
    expect(show([sight(lines)], { finding: 'role-not-eligible' }).findings).toEqual([
      { code: 'role-not-eligible', count: 2 },
      { code: 'role-unsupported-soon', count: 1 },
    ]);
  });
});

test('as many customers are to look at as the list has without a filter, also for a remark on what earns', () => {
  const lines = [
    line('1', 'pec', { tenantId: 'well' }),
    line('2', 'pec', { tenantId: 'remark', findings: [REMARK] }),
    line('3', 'none', { tenantId: 'none' }),
    line('4', 'pec', { tenantId: 'none' }),
  ];

  for (const filters of [{}, { tenantId: 'well' }])
    expect(show([sight(lines)], filters).customers).toEqual({ all: 3, toLookAt: 2 });
  expect(show([sight(lines)]).page.customers.map(({ tenantId }) => tenantId)).toEqual(['none', 'remark']);
});

test('a customer tells how many of its subscriptions need nobody', () => {
  const lines = [line('1', 'pec'), line('2', 'pec'), line('3', 'none')];

  expect(show([sight(lines)]).page.customers[0]).toMatchObject({ more: 2, lines: [{ subscriptionId: '3' }] });
  expect(show([sight(lines)], { tenantId: 'tenant' }).page.customers[0]).toMatchObject({ more: 0 });
});

test('the days of a customer are those of all its subscriptions', () => {
  const lines = [line('1', 'pec'), line('2', 'none', { findings: [READER] })];
  const shown = show([sight(lines, { words: [change('2', '02', 'pec', 'none')] })]);

  expect(shown.page.customers[0]?.days.map(({ coverage }) => coverage)).toEqual([
    'pec',
    'partial',
    'partial',
    'partial',
  ]);
});

test('where nothing was observed in the month there are no days', () => {
  const shown = show([sight([line('1', 'unknown')], { baselineAt: undefined })]);

  expect(shown.page.customers[0]?.days).toEqual([]);
});

describe('several identities', () => {
  const mine = (identity: string, ...[id, recognition, more]: Parameters<typeof line>) =>
    line(id, recognition, { ...more, identity });

  test('count a subscription once, with its best word, and a loss is none while another has it in full', () => {
    const shown = show([
      sight([mine('a', '1', 'none'), mine('a', '2', 'none'), mine('a', '3', 'pal-only')], {
        identity: 'a',
        words: [change('1', '02', 'pec', 'none'), change('2', '02', 'pec', 'none')],
      }),
      sight([mine('b', '1', 'pec'), mine('b', '3', 'unknown')], { identity: 'b' }),
    ]);

    expect(shown.words).toEqual({ pec: 1, 'pec-partial': 0, 'pal-only': 0, none: 1, unknown: 1 });
    expect(shown.lost).toBe(1);
    const [first] = shown.page.customers;
    expect(first?.lines.map(({ subscriptionId, recognisedBy }) => [subscriptionId, recognisedBy])).toEqual([
      ['2', undefined],
      ['3', undefined],
      ['1', ['b']],
    ]);
  });

  test('are apart where they see the same customer', () => {
    const shown = show([
      sight([mine('b', '1', 'none')], { identity: 'b' }),
      sight([mine('a', '1', 'none')], { identity: 'a' }),
    ]);

    expect(shown.page.customers.map(({ identity }) => identity)).toEqual(['a', 'b']);
  });
});

const anyLine = fc
  .record({
    n: fc.integer({ min: 0, max: 200 }),
    recognition: fc.constantFrom(...RECOGNITIONS),
    tenant: fc.constantFrom('a', 'b', 'c'),
    isRemoved: fc.boolean(),
    hasRemark: fc.boolean(),
  })
  .map(({ n, recognition, tenant, isRemoved, hasRemark }) =>
    line(String(n), recognition, {
      tenantId: tenant,
      tenantName: tenant,
      isRemoved,
      findings: hasRemark ? [REMARK] : [],
    }),
  );

test('page after page shows each line that needs a look once, none twice, and counts them all', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyLine, { selector: ({ subscriptionId }) => subscriptionId, maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      (lines, top, mostBytes) => {
        const wanted = lines.filter(
          ({ recognition, findings }) => recognition !== 'pec' || findings.length > 0,
        );
        const seen: string[] = [];
        let after;
        do {
          const { page } = assembleDashboard({
            sights: [sight(lines)],
            filters: {},
            limits: { top, after, weigh: () => 1, mostBytes },
            month: MARCH,
            now: NOW,
          });
          expect(page.of).toBe(wanted.length);
          expect(page.from).toBe(wanted.length === 0 ? 0 : seen.length + 1);
          seen.push(
            ...page.customers.flatMap((each) => each.lines.map(({ subscriptionId }) => subscriptionId)),
          );
          expect(page.to).toBe(seen.length);
          after = page.next;
        } while (after !== undefined);
        expect(seen.toSorted()).toEqual(wanted.map(({ subscriptionId }) => subscriptionId).toSorted());
      },
    ),
    { numRuns: 200 },
  );
});
