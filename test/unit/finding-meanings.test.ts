// What a code means is written for readers of the docs and of the evidence: the same words in both.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { FINDING_MEANINGS } from '../../src/report/finding-meanings.ts';

test('docs/errors.md and the evidence say the same of each finding', () => {
  const docs = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/errors.md'), 'utf8');
  const findings = docs.split(/^## /m).find((section) => section.startsWith('Findings')) ?? '';

  const rows = [...findings.matchAll(/^\| `([^`]+)`\s+\| (.+?)\s+\|$/gm)];

  expect(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning]))).toEqual(FINDING_MEANINGS);
});
