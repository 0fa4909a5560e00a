// The check beside its tables: what carries the word, the link, groups, lists, and what is mended.
import { describe, expect, it } from 'vitest';
import { checkTemplate, type TemplateCheck } from '../../../src/domain/template/check-template.ts';
import { finding } from '../../../src/domain/finding.ts';
import { isDeeperThan, type Json, type JsonObject } from '../../../src/domain/template/json.ts';
import {
  CONTRIBUTOR,
  GROUP,
  inGroups,
  ours,
  PARTNER,
  PRINCIPAL,
  PROVIDER_TENANT,
  READER,
  RIGHT,
  standing,
  STRANGER,
  SUPPORT,
  to,
} from '../fixtures.ts';
import { assignment, definition, DELETE_ROLE, judging, OWNER, template } from './fixtures.ts';

function checkList(list: JsonObject, rest = {}): TemplateCheck {
  const check = checkTemplate({ kind: 'list', list }, judging(rest));
  if (check === undefined) throw new Error('A list is always judged.');
  return check;
}

function check(sent: JsonObject): TemplateCheck | undefined {
  return checkTemplate({ kind: 'template', template: sent, parameters: new Map(), path: [] }, judging());
}

describe('what carries the word', () => {
  it('is our own permanent role that counts, by its name', () => {
    const { carriedBy } = checkList({ authorizations: [{ ...ours(READER) }, { ...ours(SUPPORT) }] });

    expect(carriedBy).toEqual({
      principalId: PRINCIPAL,
      roleDefinitionId: SUPPORT,
      roleName: 'Support Request Contributor',
    });
  });

  it("is a group's role where it is known that we are in it", () => {
    const known = { standing: standing(RIGHT, inGroups(GROUP)) };

    const check = checkList({ authorizations: [{ ...ours(READER) }, { ...to(GROUP, CONTRIBUTOR) }] }, known);

    expect([check.recognition, check.carriedBy?.principalId]).toEqual(['pec', GROUP]);
  });

  it("is the subscription's before a resource group's", () => {
    const two = template([
      definition({ authorizations: [{ ...ours(CONTRIBUTOR) }] }, { name: 'group' }),
      {
        type: 'Microsoft.Resources/deployments',
        resourceGroup: 'web',
        name: 'x',
        properties: { template: { resources: [assignment({}, "'group'")] } },
      },
      definition({ authorizations: [{ ...ours(SUPPORT) }] }),
      assignment(),
    ]);

    expect(check(two)?.carriedBy?.roleDefinitionId).toBe(SUPPORT);
  });

  it('is nothing where it does not earn', () => {
    expect(checkList({ authorizations: [{ ...ours(READER) }] }).carriedBy).toBeNull();
  });
});

it('tells the link beside, and judges as if it were right', () => {
  const { recognition, findings } = checkList(
    { authorizations: [{ ...ours(SUPPORT) }] },
    { linkFindings: [finding('link-missing', PARTNER)] },
  );

  expect([recognition, findings.map(({ code }) => code)]).toEqual(['pec', ['link-missing']]);
});

it('says why each role is missing', () => {
  const { missing } = checkList({ authorizations: [] });

  expect(missing).toMatchObject([
    { roleName: 'Support Request Contributor', why: expect.stringContaining('counts') as string },
    { roleName: 'Reader', why: expect.stringContaining('read') as string },
    { roleDefinitionId: DELETE_ROLE, why: expect.stringContaining('remove') as string },
  ]);
});

it('takes a list for our own tenant unless it says another', () => {
  const authorizations = [{ ...ours(SUPPORT) }];

  const words = [PROVIDER_TENANT, STRANGER].map(
    (managedByTenantId) => checkList({ authorizations, managedByTenantId }).recognition,
  );

  expect(words).toEqual(['pec', 'none']);
});

describe('what is mended', () => {
  it('keeps what is not refused, in its place, and adds what is missing', () => {
    const sent = template([
      definition({
        authorizations: [
          { ...to(STRANGER, CONTRIBUTOR), principalIdDisplayName: '[[Team]' },
          { ...to(STRANGER, OWNER) },
          { ...ours(`/x/${SUPPORT}`) },
        ],
        eligibleAuthorizations: [{ ...ours(CONTRIBUTOR) }, { ...to(GROUP, CONTRIBUTOR) }],
      }),
      assignment(),
      { type: 'Microsoft.Storage/storageAccounts', name: 'x' },
    ]);

    const mended = check(sent)?.mended as unknown as { resources: { properties: unknown }[] };

    expect(mended.resources[0]?.properties).toMatchObject({
      registrationDefinitionName: 'Managed',
      authorizations: [
        { ...to(STRANGER, CONTRIBUTOR), principalIdDisplayName: '[[Team]' },
        ours(SUPPORT),
        ours(READER),
        ours(DELETE_ROLE),
      ],
      eligibleAuthorizations: [to(GROUP, CONTRIBUTOR)],
    });
    expect(mended.resources.slice(1)).toEqual((sent as { resources: Json[] })['resources'].slice(1));
  });

  it('keeps the offers of others as they are beside ours', () => {
    const theirs = definition({ authorizations: [{ ...to(STRANGER, READER) }], managedByTenantId: STRANGER });
    const sent = template([
      theirs,
      assignment(),
      definition({ authorizations: [] }, { name: 'us' }),
      assignment({}, "'us'"),
    ]);

    const { mended } = check(sent) ?? {};

    expect((mended?.['resources'] as Json[] | undefined)?.[0]).toEqual(theirs);
    expect(check(mended ?? {})?.recognition).toBe('pec');
  });

  it('takes the place of another tenant with all its authorizations', () => {
    const sent = template([
      definition({
        authorizations: [{ ...ours(SUPPORT) }, { ...to(GROUP, READER) }],
        managedByTenantId: STRANGER,
      }),
      assignment(),
    ]);

    const again = check(check(sent)?.mended ?? {});

    expect(again).toMatchObject({ recognition: 'pec', missing: [] });
  });

  it('of several offers that cannot stand together is one, with all of them', () => {
    const policy = (multiFactorAuthProvider: string) => ({
      justInTimeAccessPolicy: { multiFactorAuthProvider },
    });
    const offer = (name: string, more: Json[], mfa: string) =>
      definition(
        {
          authorizations: [{ ...ours(SUPPORT) }, ...more],
          eligibleAuthorizations: [{ ...to(GROUP, CONTRIBUTOR), ...policy(mfa) }],
        },
        { name },
      );
    const sent = template([
      offer('a', [{ ...to(STRANGER, READER) }], 'Azure'),
      assignment({}, "'a'"),
      offer('b', [{ ...to(GROUP, READER) }], 'None'),
      assignment({}, "'b'"),
    ]);

    const { mended } = check(sent) ?? {};

    expect(JSON.stringify(mended)).toContain(STRANGER);
    expect(JSON.stringify(mended)).toContain(GROUP);
    expect(check(mended ?? {})).toMatchObject({ recognition: 'pec', refused: [] });
  });
});

describe('depth', () => {
  it.each([
    [1, 5, false],
    [0, [], false],
    [0, [1], true],
    [1, { a: [1] }, true],
    [2, { a: [1] }, false],
  ])('%i levels of %j', (levels, value, deeper) => {
    expect(isDeeperThan(levels, value)).toBe(deeper);
  });
});
