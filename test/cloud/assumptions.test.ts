// The README names every assumption and no other, each with the word that marks it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultAssumptions } from '../../local/cloud/assumptions.ts';

const readme = readFileSync(new URL('../../local/cloud/README.md', import.meta.url), 'utf8');
const section = /## What is assumed\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
const rows = [...section.matchAll(/^\| `(\w+)` +\| (.*)\|$/gm)].map((row) => ({
  name: row[1],
  text: row[2],
}));

test('README and Assumptions list the same names, in the same order', () => {
  expect(rows.map((row) => row.name)).toEqual(Object.keys(defaultAssumptions));
});

test.each(rows)('README marks $name as assumed', ({ text }) => {
  expect(text).toMatch(/^_assumed_: /);
});
