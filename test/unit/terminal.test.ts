// What people see in the terminal: columns that hold, and names that can do nothing to it.
import { describe, expect, it } from 'vitest';
import { coverageTable } from '../../local/coverage-table.ts';
import { fit, plain, width, wrap } from '../../local/terminal.ts';
import type { SubscriptionView } from '../../src/domain/subscription-view.ts';

describe('text for a terminal', () => {
  it.each([
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]0;title\u0007name', 'name'],
    ['a\r\nb\tc', 'abc'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['Müller & Söhne 株式会社', 'Müller & Söhne 株式会社'],
  ])('%j is shown as %j', (name, shown) => {
    expect(plain(name)).toBe(shown);
  });

  it.each([
    ['short', 8],
    ['much too long for it', 8],
    ['株式会社株式会社', 8],
    ['株式会社株式会社', 7],
    ['👩‍👩‍👧‍👦 family', 6],
  ])('%j fits into exactly %i columns', (text, columns) => {
    expect(width(fit(text, columns))).toBe(columns);
  });

  it('wraps between words and keeps every one', () => {
    const lines = wrap('one two three fourteen', 9);

    expect(lines).toEqual(['one two', 'three', 'fourteen']);
  });
});

describe('the coverage table', () => {
  const row = (part: Partial<SubscriptionView>): SubscriptionView => ({
    identity: 'default',
    subscriptionId: 'a',
    displayName: 'Production',
    tenantId: 't',
    state: 'Enabled',
    recognition: 'pec',
    conditions: [],
    findings: [],
    scopes: [],
    since: '',
    observedAt: '',
    ...part,
  });
  const lost = { code: 'role-not-eligible', message: 'Holds only Reader.', fix: 'Redeploy it.' } as const;

  it('shows what is lost first, with its reason, its code and its fix', () => {
    const rows = [row({}), row({ displayName: 'Lost one', recognition: 'none', findings: [lost] })];

    const lines = coverageTable(rows, 120);

    expect(lines[1]).toMatch(/Lost one +✗ none +Holds only Reader\.$/);
    expect(lines.slice(2, 4).map((line) => line.trim())).toEqual(['role-not-eligible', '→ Redeploy it.']);
    expect(lines[4]).toContain('✓ pec');
  });

  it.each([80, 100, 140, 220])('stays within %i columns', (columns) => {
    const long = row({
      displayName: 'A subscription with a name that goes on and on '.repeat(3),
      tenantName: '株式会社'.repeat(20),
      recognition: 'unknown',
      findings: [{ ...lost, message: 'word '.repeat(80).trim(), fix: 'mend '.repeat(80).trim() }],
    });

    const lines = coverageTable([long, row({})], columns);

    expect(lines.filter((line) => width(line) > columns)).toEqual([]);
  });

  it('says how many more there are where it does not show all', () => {
    const rows = Array.from({ length: 130 }, (_, index) => row({ displayName: `S${index}` }));

    expect(coverageTable(rows, 120).at(-1)).toContain('30 more');
  });
});
