// What is delegated on a subscription, as customers and Azure spell it: one request, of our tenant alone.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  atResourceGroup,
  atSubscription,
  eligible,
  grant,
  type Offer,
  type Subscription,
} from '../../local/cloud/world.ts';
import { CONTRIBUTOR, READER } from '../../local/cloud/worlds/role-ids.ts';
import {
  cloudForTest,
  customerWith,
  newIdentity,
  newSubscription,
  sessionAt,
  type TestIdentity,
} from './harness.ts';

test('the subscription and its resource groups, in one request', async () => {
  const identity = newIdentity();
  const offer = newOffer(identity, {
    assignments: [atSubscription(randomUUID()), atResourceGroup(randomUUID(), 'rg-App.One')],
  });

  const { delegations, subscriptionId, calls } = await delegationsOf(identity, offer);

  const scope = `/subscriptions/${subscriptionId}`;
  expect(delegations.map((each) => each.scope)).toEqual([
    { id: scope, kind: 'subscription', subscriptionId },
    { id: `${scope}/resourceGroups/rg-App.One`, kind: 'resourceGroup', subscriptionId },
  ]);
  expect(calls).toEqual({ 'registrationAssignments.list': 1 });
});

test('its definition, who is authorized, and who only just in time', async () => {
  const identity = newIdentity();
  const technician = randomUUID();
  const offer = newOffer(identity, {
    name: 'Care',
    authorizations: [grant(identity.principalId, READER, 'Keeper'), grant(technician, CONTRIBUTOR)],
    eligibleAuthorizations: [eligible(technician, READER)],
  });

  const { delegations, subscriptionId } = await delegationsOf(identity, offer);

  expect(delegations).toMatchObject([
    {
      definitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationDefinitions/${offer.definitionId}`,
      definitionName: 'Care',
      provisioningState: 'Succeeded',
      managedByTenantId: identity.tenantId,
      authorizations: [
        { principalId: identity.principalId, roleDefinitionId: READER },
        { principalId: technician, roleDefinitionId: CONTRIBUTOR },
      ],
      eligibleAuthorizations: [{ principalId: technician, roleDefinitionId: READER }],
    },
  ]);
});

test('what is delegated to other tenants is left out', async () => {
  const identity = newIdentity();
  const ours = newOffer(identity);
  const foreign = newOffer(identity, { managedByTenantId: randomUUID() });

  const both = await delegationsOf(
    identity,
    foreign,
    ours,
    newOffer(identity, { managedByTenantId: randomUUID() }),
  );
  const none = await delegationsOf(identity, foreign);

  expect(both.delegations.map((each) => each.managedByTenantId)).toEqual([identity.tenantId]);
  expect(none.delegations).toEqual([]);
});

test('the managing tenant and the principals in upper case are ours all the same', async () => {
  const identity = newIdentity();
  const offer = newOffer(identity, {
    managedByTenantId: identity.tenantId.toUpperCase(),
    authorizations: [grant(identity.principalId.toUpperCase(), READER)],
  });

  const { delegations } = await delegationsOf(identity, offer);

  expect(delegations[0]?.authorizations).toEqual([
    { principalId: identity.principalId, roleDefinitionId: READER },
  ]);
});

test('a role is a bare GUID in lower case, however it is written', async () => {
  const identity = newIdentity();
  const spellings = [
    READER,
    READER.toUpperCase(),
    `/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
    `/subscriptions/${randomUUID()}/providers/microsoft.authorization/roledefinitions/${READER.toUpperCase()}`,
  ];
  const offer = newOffer(identity, {
    authorizations: spellings.map((each) => grant(identity.principalId, each)),
  });

  const { delegations } = await delegationsOf(identity, offer);

  const roles = delegations[0]?.authorizations.map((each) => each.roleDefinitionId);
  expect(roles).toEqual([READER, READER, READER, READER]);
});

test('a definition id without its leading slash is the same definition', async () => {
  const identity = newIdentity();
  const offer = newOffer(identity);

  const slashed = await delegationsOf(identity, offer);
  const bare = await delegationsOf(identity, { ...offer, withoutLeadingSlash: true });

  const [one, other] = [slashed, bare].map(({ delegations, subscriptionId }) =>
    delegations[0]?.definitionId.replace(subscriptionId, 'S'),
  );
  expect(one).toMatch(/^\/subscriptions\/S\/providers\//);
  expect(other).toBe(one);
});

test.for(['Accepted', 'Creating', 'Failed', 'Deleting'] as const)(
  'an assignment that is %s says so',
  async (state) => {
    const identity = newIdentity();
    const offer = newOffer(identity, { assignments: [atSubscription(randomUUID(), state)] });

    const { delegations } = await delegationsOf(identity, offer);

    expect(delegations[0]?.provisioningState).toBe(state);
  },
);

test('a list of several pages is read to its end', async () => {
  const identity = newIdentity();
  const assignments = Array.from({ length: 5 }, (_, n) => atResourceGroup(randomUUID(), `rg-${n}`));
  const subscription = newSubscription({ offers: [newOffer(identity, { assignments })] });
  const assumptions = { delegationPageSize: 2 };
  const cloud = await cloudForTest(identity, [customerWith(subscription)], { assumptions });
  const session = await sessionAt(cloud.url, identity);

  const delegations = await session.listDelegations(subscription.subscriptionId);

  expect(delegations.map((each) => each.scope.id.split('/').at(-1))).toEqual([
    'rg-0',
    'rg-1',
    'rg-2',
    'rg-3',
    'rg-4',
  ]);
  expect(session.calls()).toEqual({ 'registrationAssignments.list': 3 });
});

function newOffer(identity: TestIdentity, changes: Partial<Offer> = {}): Offer {
  return {
    definitionId: randomUUID(),
    name: 'Fleet care',
    managedByTenantId: identity.tenantId,
    authorizations: [grant(identity.principalId, READER)],
    assignments: [atSubscription(randomUUID())],
    ...changes,
  };
}

async function delegationsOf(identity: TestIdentity, ...offers: Offer[]) {
  const subscription: Subscription = newSubscription({ offers, readable: true });
  const cloud = await cloudForTest(identity, [customerWith(subscription)]);
  const session = await sessionAt(cloud.url, identity);
  const { subscriptionId } = subscription;
  const delegations = await session.listDelegations(subscriptionId);
  return { delegations, subscriptionId, calls: session.calls() };
}
