// The template in infra that customers deploy is the one that GET /api/onboarding-template gives out, but for tenant and
// principal, which are parameters there: derived here from the product's own, so that there is one source.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { armTemplate } from '../../src/domain/template/arm-template.ts';
import { checkTemplate } from '../../src/domain/template/check-template.ts';
import type { JsonObject } from '../../src/domain/template/json.ts';
import { PRINCIPAL, PROVIDER_TENANT } from '../domain/fixtures.ts';
import { judging } from '../domain/template/fixtures.ts';

const file = join(resolve(import.meta.dirname, '../..'), 'infra/lighthouse/delegate-subscription.json');
const template = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;

/** The product's template with these two variables made parameters. */
function withParameters(): unknown {
  const { variables, parameters, ...rest } = armTemplate({
    scope: 'subscription',
    managedByTenantId: '',
    principalId: '',
    authorizations: [],
    eligibleAuthorizations: [],
  }) as { variables: Record<string, string>; parameters: object };
  const { name, definitionId } = variables;
  const asked = {
    managedByTenantId: {
      type: 'string',
      metadata: { description: 'Tenant id of the provider (PROVIDER_TENANT_ID).' },
    },
    principalId: {
      type: 'string',
      metadata: {
        description:
          "Object id of the provider's service principal (enterprise application), as GET /api/status shows it. Not the client id.",
      },
    },
  };
  const whole = { ...rest, parameters: { ...asked, ...parameters }, variables: { name, definitionId } };
  return JSON.parse(
    JSON.stringify(whole).replaceAll(/variables\('(managedByTenantId|principalId)'\)/g, "parameters('$1')"),
  );
}

it('is what the product gives out, with tenant and principal as parameters', () => {
  expect(template).toEqual(withParameters());
});

it('earns in full with its parameters, with nothing refused or missing', () => {
  const parameters = new Map([
    ['managedByTenantId', PROVIDER_TENANT],
    ['principalId', PRINCIPAL],
  ]);

  const check = checkTemplate({ kind: 'template', template, parameters, path: [] }, judging());

  expect(check).toMatchObject({ recognition: 'pec', refused: [], missing: [], findings: [], unresolved: [] });
});

it('is unknown without them, and says where', () => {
  const check = checkTemplate({ kind: 'template', template, parameters: new Map(), path: [] }, judging());

  expect(check?.recognition).toBe('unknown');
  expect(check?.unresolved.map(({ pointer }) => pointer)).toContain(
    '/resources/0/properties/managedByTenantId',
  );
});
