// The evidence of a month over HTTP: who gets what form of it, that all forms say the same, and what is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { evidenceShape, type EvidenceJson } from '../harness/evidence-shape.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import type { Served } from '../harness/host.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { ROLE, serveEvidence } from '../harness/evidence-served.ts';

const file = wholeFile();

let served: Served;
let march: EvidenceJson;

beforeAll(async () => {
  ({ served, march } = await serveEvidence(file));
});

describe('the form', () => {
  test.each([
    ['', 'application/json'],
    ['application/json', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/html', 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/html;q=0.1, text/csv;q=0.2', 'text/csv; charset=utf-8'],
    ['image/png', 'application/json'],
  ])('for Accept: %s is %s', async (accept, type) => {
    const { headers } = await served.call('/api/evidence?month=2024-03', { headers: { accept } });

    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('vary')).toBe('accept');
    expect(headers.get('x-evidence-sha256')).toBe(march.sha256);
  });

  test.each([
    ['json', 'application/json'],
    ['csv', 'text/csv; charset=utf-8'],
    ['html', 'text/html; charset=utf-8'],
  ])('format=%s goes before Accept', async (format, type) => {
    for (const accept of ['text/html', 'text/csv', 'application/json']) {
      const answer = await served.call(`/api/evidence?month=2024-03&format=${format}`, {
        headers: { accept },
      });
      expect(answer.headers.get('content-type')).toBe(type);
    }
  });

  test('as CSV it has a line for each subscription and day, and nothing like a formula', async () => {
    const { text } = await served.call('/api/evidence?month=2024-03&format=csv');

    const lines = text.split('\r\n');
    const wanted = march.subscriptions.flatMap((subscription) =>
      subscription.days.map(({ date, coverage }) => `,${subscription.tenantId},${date},${coverage}`),
    );
    expect(lines[0]).toBe('identity,subscriptionId,displayName,tenantId,date,coverage');
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(1, -1).map((line, index) => line.endsWith(wanted[index] ?? '?'))).toEqual(
      wanted.map(() => true),
    );
    expect(text).toContain(`default,${demoSubscriptionId(5)},"'=Käse & ""Brot"" <script>alert(1)</script>",`);
  });

  test('as a page it says the same, runs nothing and loads nothing', async () => {
    const { text, headers } = await served.call('/api/evidence?month=2024-03&format=html');

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('<title>Evidence of recognition, March 2024 (default)</title>');
    expect(text).toContain('=Käse &amp; &quot;Brot&quot; &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<link|<img|https?:\/\/|url\(|@import/i);
    for (const part of [
      march.sha256,
      DEMO_IDENTITY.partnerId,
      DEMO_IDENTITY.objectId,
      march.catalogueDate,
      ROLE,
    ])
      expect(text).toContain(part);
    for (const run of march.runs) expect(text).toContain(run);
    for (const { subscriptionId } of march.subscriptions) expect(text).toContain(subscriptionId);
    const cells = [...text.matchAll(/<td class=\w title=(\w+)>/g)].map((match) => match[1] ?? '');
    const days = march.subscriptions.flatMap((each) => each.days.map(({ coverage }) => coverage));
    expect(cells.toSorted()).toEqual(days.toSorted());
  });
});

describe('what is asked wrongly', () => {
  test.each([
    ['', ['month']],
    ['month=', ['month']],
    ['month=2026-13', ['month']],
    ['month=2026-00', ['month']],
    ['month=2026-1', ['month']],
    ['month=26-01', ['month']],
    ['month=2026-01-01', ['month']],
    ['month=2026-01&month=2026-02', ['month']],
    ['month=%202026-01', ['month']],
    ['month=2026-01&format=pdf', ['format']],
    ['month=2026-01&identity=nobody', ['identity']],
    ['month=2026-01&top=1&tenantId=x', ['tenantId', 'top']],
    ['month=x&format=x&Month=2026-01', ['Month', 'format', 'month']],
  ])('?%s is 400 and names %j', async (query, names) => {
    const problem = expectProblem(await served.call(`/api/evidence?${query}`), 400, 'invalid-request');

    expect(namesOf(problem).toSorted()).toEqual(names);
  });

  test('the only identity may be named, and the names of the host are let through', async () => {
    const answer = await served.call('/api/evidence?month=2024-03&identity=default&code=k&clientId=c');

    expect(evidenceShape.parse(answer.json)).toEqual(march);
  });
});
