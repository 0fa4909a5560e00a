// How a template is mended in its own place: the assignment that it lacks, the offer that is to carry us, all that stays.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/domain/template/check-template.ts';
import type { Json, JsonObject, Path } from '../../../src/domain/template/json.ts';
import { CONTRIBUTOR, GROUP, ours, PROVIDER_TENANT, READER, STRANGER, SUPPORT, to } from '../fixtures.ts';
import {
  ASSIGNMENT,
  assignment,
  DEFINITION,
  definition,
  DELETE_ROLE,
  judging,
  template,
} from './fixtures.ts';

const ALL_OURS = [{ ...ours(SUPPORT) }, { ...ours(READER) }, { ...ours(DELETE_ROLE) }];

function mendedOf(sent: JsonObject, path: Path = []): JsonObject {
  const check = checkTemplate({ kind: 'template', template: sent, parameters: new Map(), path }, judging());
  if (check === undefined) throw new Error('There is no Lighthouse resource in it.');
  return check.mended;
}

function resourcesOf(mended: JsonObject): Json[] {
  return mended['resources'] as Json[];
}

function rolesOf(resource: Json | undefined): unknown[] {
  const { properties } = resource as { properties: { authorizations: { roleDefinitionId: string }[] } };
  return properties.authorizations.map(({ roleDefinitionId }) => roleDefinitionId);
}

describe('what lacks nothing', () => {
  it('stays the very same', () => {
    const sent = template([definition({ authorizations: ALL_OURS }), assignment()]);

    expect(mendedOf(sent)).toBe(sent);
  });
});

describe('an offer that is not assigned', () => {
  const storage = { type: 'Microsoft.Storage/storageAccounts', name: 'x' };

  it.each([
    ['an expression', "[guid('offer')]", "guid('offer')"],
    ['a plain text', "o'ffer", "'o''ffer'"],
    ['a text in brackets', '[[offer]', "'[offer]'"],
    ['a text that only begins with brackets', '[[offer', "'[[offer'"],
  ])('gets an assignment after all else, its name being %s', (_, name, inner) => {
    const sent = template([definition({ authorizations: ALL_OURS }, { name }), storage]);

    const resources = resourcesOf(mendedOf(sent));

    const id = `[subscriptionResourceId('${DEFINITION}', ${inner})]`;
    expect(resources.slice(0, 2)).toMatchObject(sent['resources'] as JsonObject[]);
    expect(resources.slice(2)).toEqual([
      {
        type: ASSIGNMENT,
        apiVersion: expect.any(String),
        name,
        dependsOn: [id],
        properties: { registrationDefinitionId: id },
      },
    ]);
  });

  it('gets one that depends on it by its symbol, where resources have symbols', () => {
    const sent = template(
      { offer: definition({ authorizations: ALL_OURS }), storage },
      { languageVersion: '2.0' },
    );

    const resources = mendedOf(sent)['resources'] as Record<string, { type: string; dependsOn?: string[] }>;

    const added = Object.entries(resources).filter(([symbol]) => !['offer', 'storage'].includes(symbol));
    expect(resources).toMatchObject(sent['resources'] as JsonObject);
    expect(added.map(([, { type, dependsOn }]) => [type, dependsOn])).toEqual([[ASSIGNMENT, ['offer']]]);
  });

  it('gets it in its own place, also where the template is a part of the body', () => {
    const sent = template([definition({ authorizations: ALL_OURS })]);

    expect(mendedOf(sent, ['template'])).toEqual(mendedOf(sent));
  });
});

describe('an offer of another tenant', () => {
  it('becomes ours, with what it had', () => {
    const sent = template([
      definition({
        authorizations: [{ ...ours(SUPPORT) }, { ...to(GROUP, READER) }],
        managedByTenantId: STRANGER,
      }),
      assignment(),
    ]);

    const [first, ...rest] = resourcesOf(mendedOf(sent));

    expect(first).toMatchObject({ properties: { managedByTenantId: PROVIDER_TENANT } });
    expect(rolesOf(first)).toEqual([SUPPORT, READER, READER, DELETE_ROLE]);
    expect(rest).toEqual((sent['resources'] as Json[]).slice(1));
  });
});

it('keeps all that an authorization says', () => {
  const said = {
    ...to(GROUP, CONTRIBUTOR),
    principalIdDisplayName: 'Team',
    justInTimeAccessPolicy: {
      multiFactorAuthProvider: 'Azure',
      maximumActivationDuration: 'PT2H',
      managedByTenantApprovers: [{ principalId: STRANGER, principalIdDisplayName: 'Approver' }],
    },
  };
  const sent = template([definition({ authorizations: [], eligibleAuthorizations: [said] }), assignment()]);

  expect(resourcesOf(mendedOf(sent))[0]).toMatchObject({ properties: { eligibleAuthorizations: [said] } });
});
