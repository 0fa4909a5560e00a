// The page of a month with names of customers that nobody thought of: an auditor must be able to trust what stands beside them.
import { expect, test } from 'vitest';
import { oddNames } from '../browser/dashboard-worlds.ts';

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
