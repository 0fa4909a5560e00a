// main.parameters.json, which azd fills in, gives every parameter of main.bicep, and none that is not there.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTING_NAMES } from '../../src/settings.ts';
import type { Bicep } from './bicep.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Given {
  parameters: Record<string, { value: unknown }>;
}

/** What azd may be told with `azd env set`, with the default where there is one. */
function environmentOf({ parameters }: Given): Map<string, string | undefined> {
  const text = JSON.stringify(parameters);
  return new Map(
    [...text.matchAll(/\$\{(\w+)(?:=([^}]*))?\}/g)].map(([, name = '', value]) => [name, value]),
  );
}

/** From the language's own defaults to those of the file. */
const FIXED = {
  instanceMemoryMB: 2048,
  maximumInstanceCount: 40,
  logRetentionDays: 90,
  identities: [],
  roleOverrides: {},
};

export function describeParameters(bicep: () => Bicep): void {
  describe('main.parameters.json', () => {
    const given = JSON.parse(read('infra/main.parameters.json')) as Given;

    test('gives every parameter but the cloud, which Azure tells', async () => {
      const { parameters } = await bicep().template('infra/main.bicep');

      expect(Object.keys(given.parameters).toSorted()).toEqual(
        Object.keys(parameters)
          .filter((name) => name !== 'cloud')
          .toSorted(),
      );
    });

    test('has the defaults of main.bicep', async () => {
      const { parameters } = await bicep().template('infra/main.bicep');
      const different = Object.entries(given.parameters).filter(([name, { value }]) => {
        const wanted = parameters[name]?.defaultValue;
        if (name in FIXED) return JSON.stringify(value) !== JSON.stringify(wanted);
        const written = /^\$\{\w+(?:=([^}]*))?\}$/.exec(String(value))?.[1];
        return (
          typeof value === 'string' && (written ?? '') !== `${(wanted as string | boolean | undefined) ?? ''}`
        );
      });

      expect(different).toEqual([]);
      for (const [name, value] of Object.entries(FIXED)) expect(given.parameters[name]?.value).toEqual(value);
    });

    test('asks the environment for settings by their own names', () => {
      const names = [...environmentOf(given).keys()];
      const ofTheDeployment = [
        'AZURE_ENV_NAME',
        'AZURE_LOCATION',
        'KEY_VAULT_SETTINGS',
        'KEEPER_NODE_VERSION',
        'PRIVATE_NETWORK',
        'STORAGE_SKU',
        'ALERT_EMAIL',
        'ALERT_WEBHOOK_URL',
        'NO_RUN_HOURS',
      ];
      /** Chosen by the deployment itself, or written as JSON into the file. */
      const notAsked = [
        'MANAGED_IDENTITY_CLIENT_ID',
        'IDENTITIES',
        'ROLE_OVERRIDES',
        'STORE',
        'STORE_PATH',
        'STORE_TABLES_URL',
        'AZURE_CLOUD',
        'SIMULATOR_URL',
      ];

      expect(names.toSorted()).toEqual(
        [...SETTING_NAMES.filter((name) => !notAsked.includes(name)), ...ofTheDeployment].toSorted(),
      );
    });

    test('every name that azd may be told is explained in docs/deploy.md', () => {
      const explained = read('docs/deploy.md');

      for (const name of environmentOf(given).keys())
        expect(explained.includes(`\`${name}\``) || SETTING_NAMES.some((each) => each === name)).toBe(true);
    });
  });
}
