// What `npm start` says on a terminal: words of Azure stand in it, and must not make the terminal do anything.
import { expect, test, vi } from 'vitest';
import { findingLines } from '../../local/run-report.ts';
import { localLogger } from '../../local/say.ts';
import { finding } from '../../src/domain/finding.ts';

const ESCAPES = 'Azure\u001B]0;owned\u0007 \u001B[2Jsaid\u009B31m\b no.';
// oxlint-disable-next-line eslint/no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

test("a finding of a run that quotes Azure's words moves no cursor and clears no screen", () => {
  const lines = findingLines({ findings: [finding('listing-failed', ESCAPES)] }).join('\n');

  expect(lines).toContain('Azure said');
  expect(lines).not.toMatch(CONTROLS);
});

test('a log line does not either, and keeps the lines of a stack', () => {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);

  localLogger.error('RequestFailed', { cause: `Error: ${ESCAPES}\n    at x.ts:1` });

  write.mockRestore();
  expect(written.join('')).toMatch(/cause=Error: Azure said.*\n {4}at x\.ts:1/);
  expect(written.join('')).not.toMatch(CONTROLS);
});
