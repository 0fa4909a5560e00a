// All Bicep of the repository through the real compiler and its linter, without one warning; and the rules are on.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bicep } from './bicep.ts';

const root = resolve(import.meta.dirname, '../..');

function filesIn(folder: string, end: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort();
}

const programs = filesIn('infra', '.bicep');
const parameters = filesIn('test/infra', '.bicepparam');

export function describeCompile(bicep: () => Bicep): void {
  describe('the Bicep in infra', () => {
    const troublesOf = async (path: string) =>
      (await bicep().diagnose(path))
        .filter(({ level }) => level !== 'Info')
        .map(({ level, code, message }) => `${level} ${code}: ${message}`);

    test.each([...programs, ...parameters])('%s has no error and no warning', async (path) => {
      expect(await troublesOf(path)).toEqual([]);
    });

    test.each([...programs, ...parameters])('%s is formatted', async (path) => {
      expect(await bicep().format(path)).toBe(readFileSync(join(root, path), 'utf8'));
    });

    test.each(programs)('%s needs no module registry', (path) => {
      expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/'(?:br|ts)[:/]/);
    });

    test.each([
      [
        'a misspelt property',
        "resource a 'Microsoft.Storage/storageAccounts@2025-06-01' = { name: 'stexample', location: location, kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: { alowSharedKeyAccess: false } }",
        'BCP089',
      ],
      [
        'a type that does not exist',
        "resource a 'Microsoft.Storage/accounts@2025-06-01' = { name: 'stexample', location: location }",
        'BCP081',
      ],
      [
        'a secret in an output',
        "resource a 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: 'stexample' }\noutput key string = '${location}${a.listKeys().keys[0].value}'",
        'outputs-should-not-contain-secrets',
      ],
      [
        'a default for a secret',
        "@secure()\nparam secret string = 'hunter2'\noutput a string = '${location}${length(secret)}'",
        'secure-parameter-default',
      ],
      [
        'an address of one cloud',
        "output a string = '${location}.blob.core.windows.net'",
        'no-hardcoded-env-urls',
      ],
      ['a parameter that nobody reads', '', 'no-unused-params'],
    ])('%s would be found', async (_, text, code) => {
      const folder = mkdtempSync(join(tmpdir(), 'keeper-bicep-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      copyFileSync(join(root, 'infra/bicepconfig.json'), join(folder, 'bicepconfig.json'));
      writeFileSync(join(folder, 'planted.bicep'), `param location string\n${text}\n`);

      const found = await bicep().diagnose(join(folder, 'planted.bicep'));

      expect(found.map((each) => each.code)).toContain(code);
      expect(found.every(({ level }) => level === 'Info')).toBe(false);
    });
  });
}
