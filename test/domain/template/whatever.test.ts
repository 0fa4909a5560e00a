// Whatever is sent, the check answers, and what it mends earns and keeps what is not refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate, type TemplateCheck } from '../../../src/domain/template/check-template.ts';
import type { Json, JsonObject } from '../../../src/domain/template/json.ts';
import {
  CONTRIBUTOR,
  GROUP,
  LOG_ANALYTICS_CONTRIBUTOR,
  PRINCIPAL,
  PROVIDER_TENANT,
  READER,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  UNHEARD_OF,
} from '../fixtures.ts';
import {
  ACCESS_ADMINISTRATOR,
  assignment,
  ASSIGNMENT,
  definition,
  DEFINITION,
  DELETE_ROLE,
  judging,
  OWNER,
  SUBSCRIPTION_SCHEMA,
} from './fixtures.ts';

function checkList(list: JsonObject, rest = {}): TemplateCheck {
  const check = checkTemplate({ kind: 'list', list }, judging(rest));
  if (check === undefined) throw new Error('A list is always judged.');
  return check;
}

function check(sent: JsonObject): TemplateCheck | undefined {
  return checkTemplate({ kind: 'template', template: sent, parameters: new Map(), path: [] }, judging());
}

const ids = fc.constantFrom(PRINCIPAL, GROUP, STRANGER, "[parameters('p')]", 'x', '[[x]', 5, null);
const roles = fc.constantFrom(
  READER,
  SUPPORT,
  CONTRIBUTOR,
  OWNER,
  ACCESS_ADMINISTRATOR,
  LOG_ANALYTICS_CONTRIBUTOR,
  TAG_CONTRIBUTOR,
  UNHEARD_OF,

  DELETE_ROLE,
  `/x/${READER}`,
  "[variables('role')]",
  'Reader',
  null,
);
const odd = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const authorization = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      principalId: ids,
      roleDefinitionId: roles,
      principalIdDisplayName: fc.constant("['x']"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      principalId: ids,
      roleDefinitionId: roles,
      delegatedRoleDefinitionIds: odd,
      justInTimeAccessPolicy: odd,
    }),
  },
  { weight: 1, arbitrary: odd },
);
const properties = fc.record(
  {
    registrationDefinitionName: fc.constantFrom('A', 'B', "[parameters('p')]"),
    managedByTenantId: fc.constantFrom(PROVIDER_TENANT, STRANGER, 'x', "[parameters('p')]"),
    authorizations: fc.oneof(fc.array(authorization, { maxLength: 5 }), odd),
    eligibleAuthorizations: fc.oneof(fc.array(authorization, { maxLength: 3 }), odd),
    copy: odd,
  },
  { requiredKeys: ['managedByTenantId', 'authorizations'] },
);
const name = fc.constantFrom('a', 'b', "[guid('a')]", "it's", '[[a]', "[parameters('p')]");
const resource: fc.Arbitrary<Json> = fc.oneof(
  fc.record(
    {
      type: fc.constant(DEFINITION),
      name,
      properties: fc.oneof({ weight: 9, arbitrary: properties }, { weight: 1, arbitrary: odd }),
      condition: odd,
      plan: odd,
      copy: odd,
    },
    { requiredKeys: ['type', 'name', 'properties'] },
  ) as fc.Arbitrary<Json>,
  fc.record({
    type: fc.constant(ASSIGNMENT),
    name,
    properties: fc.record({
      registrationDefinitionId: name.map(
        (each) =>
          `[resourceId('${DEFINITION}', ${/^\[(?!\[)/.test(each) ? each.slice(1, -1) : `'${each.replaceAll("'", "''")}'`})]`,
      ),
    }),
  }) as fc.Arbitrary<Json>,
  odd,
);
const anyTemplate = fc.oneof(
  fc
    .record({
      resources: fc.oneof(
        fc.array(resource, { maxLength: 5 }),
        fc.dictionary(fc.string(), resource, { maxKeys: 4 }),
      ),
      $schema: fc.constantFrom(
        '/subscriptionDeploymentTemplate.json',
        '/deploymentTemplate.json',
        '/tenantDeploymentTemplate.json',
      ),
      variables: fc.constantFrom({ role: SUPPORT }, {}),
    })
    .map((each) => each as JsonObject),
  fc.object({ maxDepth: 3 }).map((each) => JSON.parse(JSON.stringify(each) ?? '{}') as JsonObject),
);

describe('whatever is sent', () => {
  it('is judged without fail, and what is mended earns and is refused nothing', () => {
    fc.assert(
      fc.property(anyTemplate, (sent) => {
        const first = check(sent);
        fc.pre(first !== undefined);

        const again = check(JSON.parse(JSON.stringify(first.mended)) as JsonObject);

        expect(again).toMatchObject({ refused: [], unresolved: [] });
        expect(['pec', 'pec-partial']).toContain(again?.recognition);
        expect(first.refused.length === 0 || first.recognition === 'none').toBe(true);
        expect(first.carriedBy === null).toBe(!['pec', 'pec-partial'].includes(first.recognition));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every authorization of a list that is not refused', () => {
    fc.assert(
      fc.property(fc.array(authorization, { maxLength: 8 }), (authorizations) => {
        const { refused, unresolved, mended } = checkList({ authorizations });
        const named = new Set([...refused, ...unresolved].map(({ pointer }) => pointer.split('/')[2]));
        const kept = JSON.stringify(mended).toLowerCase();

        for (const [index, each] of authorizations.entries()) {
          if (named.has(String(index))) continue;
          const { principalId, roleDefinitionId } = each as { principalId: string; roleDefinitionId: string };
          expect(principalId === PRINCIPAL || kept.includes(`"${principalId}"`)).toBe(true);
          expect(kept).toContain(roleDefinitionId);
        }
      }),
    );
  });
});

describe('an offer that is assigned in very many places', () => {
  const offered = (places: number) =>
    check({
      $schema: SUBSCRIPTION_SCHEMA,
      resources: [
        definition({
          authorizations: Array.from({ length: 600 }, (_, n) => ({
            principalId: n === 0 ? PRINCIPAL : `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
            roleDefinitionId: SUPPORT,
          })),
        }),
        ...Array.from({ length: places }, () => assignment()),
      ],
    });

  it('is judged in some dozens', () => {
    expect(offered(20)?.unresolved).toEqual([]);
  });

  it('is not judged in more than may be looked at, and the first that is left out is named', () => {
    const { recognition, unresolved = [] } = offered(4000) ?? {};

    expect(recognition).toBe('unknown');
    expect(unresolved[0]).toMatchObject({ message: 'It unfolds to more than is looked at.' });
  });
});
