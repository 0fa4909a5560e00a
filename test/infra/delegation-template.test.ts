// What customers deploy from infra/lighthouse is what GET /api/onboarding-template gives out, but for tenant and principal,
// which are parameters there, and it earns.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customerTemplates } from '../../local/customer-templates.ts';
import { checkTemplate } from '../../src/domain/template/check-template.ts';
import type { JsonObject } from '../../src/domain/template/json.ts';
import { PRINCIPAL, PROVIDER_TENANT } from '../domain/fixtures.ts';
import { judging } from '../domain/template/fixtures.ts';

const folder = join(resolve(import.meta.dirname, '../..'), 'infra/lighthouse');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const templates = await customerTemplates();
const readJson = (name: string) => JSON.parse(read(name)) as JsonObject;

describe('the files in infra/lighthouse', () => {
  it.each(Object.entries(templates))(
    '%s is what the product gives out, with tenant and principal as parameters, and npm run templates leaves it as it is',
    (name, text) => {
      expect(text).toBe(read(name));
    },
  );

  it.each([
    ['delegate-subscription.json', 'pec'],
    ['delegate-resource-group.json', 'pec-partial'],
  ])('%s earns %s with its parameters, with nothing refused or missing', (name, recognition) => {
    const parameters = new Map([
      ['managedByTenantId', PROVIDER_TENANT],
      ['principalId', PRINCIPAL],
      ['rgName', 'rg-erp'],
    ]);

    const check = checkTemplate(
      { kind: 'template', template: readJson(name), parameters, path: [] },
      judging(),
    );

    expect(check).toMatchObject({ recognition, refused: [], missing: [], unresolved: [] });
  });

  it('is unknown without them, and says where', () => {
    const template = readJson('delegate-subscription.json');

    const check = checkTemplate({ kind: 'template', template, parameters: new Map(), path: [] }, judging());

    expect(check?.recognition).toBe('unknown');
    expect(check?.unresolved.map(({ pointer }) => pointer)).toContain(
      '/resources/0/properties/managedByTenantId',
    );
  });
});
