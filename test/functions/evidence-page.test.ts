// The page of a month in odd cases: an auditor must be able to trust each word of it, whatever customers call themselves and
// also where there is nobody to be seen.
import { expect, onTestFinished, test } from 'vitest';
import { beforeFirstRun, nobody, oddNames } from '../browser/dashboard-worlds.ts';

test('each name is as it is, turns nothing around it, and none is empty', async (t) => {
  const { call } = await oddNames(t);

  const html = (await call('/api/evidence?month=2026-03&format=html')).text;

  expect(html).toContain(
    '<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#39;single&#39;</bdi>',
  );
  expect(html).toContain('<h3><bdi>right to left override</bdi> <small>tenant ');
  expect(html).toContain('aria-label="Days of right to left override"');
  expect(html).toContain('<bdi>line break and nul \uFFFD half</bdi>');
  expect(html).toContain('<h3><bdi>Unnamed tenant</bdi> <small>tenant ');
  expect(html).toContain('<th class=name scope=row><bdi>Unnamed</bdi><small ');
  expect(html).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E]/u);
});

test.each([
  ['before any run nothing was observed', beforeFirstRun, 'Nothing was observed by the end of this month'],
  [
    'a run that saw nobody has observed that there is nobody',
    nobody,
    'No run of this month saw a delegated subscription.',
  ],
])('%s', async (_, world, said) => {
  const { call } = await world({ onTestFinished });

  const html = (await call('/api/evidence?month=2026-03&format=html')).text;

  expect(html).toContain(`<h2>Customers</h2>\n<p>${said}`);
  expect(html).toContain('<strong>Limits:</strong> Not what Microsoft pays.');
});
