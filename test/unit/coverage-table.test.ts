// The table of `npm start`: one line a subscription, the best word of all identities, and whose it is.
import { describe, expect, test } from 'vitest';
import { coverageTable } from '../../local/coverage-table.ts';
import { width } from '../../local/terminal.ts';
import { finding, type Finding } from '../../src/domain/finding.ts';
import type { Recognition } from '../../src/domain/recognition.ts';
import type { SubscriptionView } from '../../src/domain/subscription-view.ts';

const READER = finding('role-not-eligible', 'Reader');
const REMOVED = finding('removed');

function row(
  identity: string,
  n: number,
  recognition: Recognition,
  findings: Finding[] = [],
): SubscriptionView {
  const time = '2024-03-01T00:00:00.000Z';
  return {
    identity,
    subscriptionId: `00000000-0000-4000-8000-00000000000${n}`,
    displayName: `Subscription ${n}`,
    tenantId: '00000000-0000-4000-8000-000000000099',
    tenantName: `Customer ${n}`,
    state: 'Enabled',
    recognition,
    conditions: [],
    findings,
    scopes: [],
    since: time,
    observedAt: time,
  };
}

describe('of several identities', () => {
  test.each<[string, SubscriptionView[], string[]]>([
    ['both earn', [row('a', 1, 'pec'), row('b', 1, 'pec')], ['✓ pec', 'a, b: Linked,']],
    [
      'the second earns',
      [row('a', 1, 'pal-only', [READER]), row('b', 1, 'pec')],
      ['✓ pec', 'b: Linked,', 'a: pal-only (role-not-eligible)'],
    ],
    [
      'one earns in part, the other not at all',
      [row('a', 1, 'none', [REMOVED]), row('b', 1, 'pec-partial', [finding('resource-group-only')])],
      ['◐ pec-partial', 'b: Only resource groups', 'a: none (removed)'],
    ],
    [
      'one is not known, and that goes before no',
      [row('a', 1, 'pal-only', [READER]), row('b', 1, 'unknown', [finding('read-failed', 'x.')])],
      ['? unknown', 'b: What is delegated could not be read', 'a: pal-only (role-not-eligible)'],
    ],
    [
      'the same word for other reasons',
      [row('a', 1, 'none', [REMOVED]), row('b', 1, 'none', [finding('no-authorization', 'x'), REMOVED])],
      ['✗ none', 'a: Was delegated and is no more', 'b: none (no-authorization, removed)'],
    ],
    [
      'three of them',
      [row('a', 1, 'pal-only', [READER]), row('b', 1, 'pec'), row('c', 1, 'pal-only', [READER])],
      ['✓ pec', 'b: Linked,', 'a: pal-only (role-not-eligible)', 'c: pal-only (role-not-eligible)'],
    ],
    ['seen by one alone', [row('b', 1, 'pec')], ['✓ pec', 'b: Linked,']],
  ])('%s', (_, rows, parts) => {
    const lines = coverageTable(rows, 140, true);

    expect(lines.filter((line) => line.includes('Subscription 1'))).toHaveLength(1);
    expect(lines[1]).toContain('Customer 1');
    const text = lines.join('\n');
    for (const part of parts) expect(text).toContain(part);
    for (const [index, part] of parts.entries())
      expect(text.indexOf(part)).toBeGreaterThan(index === 0 ? 0 : text.indexOf(parts[index - 1] ?? ''));
  });

  test.each([80, 100, 140])('no line is wider than %i columns', (columns) => {
    const names = ['a'.repeat(40), 'b'.repeat(40)];
    const rows = names.flatMap((name, index) => [
      row(name, 1, index === 0 ? 'pec' : 'pal-only', index === 0 ? [] : [READER]),
      row(name, 2, 'pal-only', [READER]),
      row(name, 3, 'none', [REMOVED]),
    ]);

    for (const line of coverageTable(rows, columns, true)) expect(width(line)).toBeLessThanOrEqual(columns);
  });
});

test('of a single one no line names it', () => {
  const text = coverageTable([row('default', 1, 'pec'), row('default', 2, 'none', [REMOVED])], 140).join(
    '\n',
  );

  expect(text).not.toContain('default');
  expect(text.indexOf('Subscription 2')).toBeLessThan(text.indexOf('Subscription 1'));
});

test.each([80, 100, 140, 240])('in %i columns the most common fix is said whole', (columns) => {
  const lines = coverageTable([row('default', 1, 'pal-only', [READER])], columns);

  const said = lines.map((line) => line.trim()).join(' ');
  expect(said.replaceAll(/\s+/g, ' ')).toContain(READER.fix);
  expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
});
