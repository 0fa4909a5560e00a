// Keeping the link end to end: each policy in each state, how many calls it takes, and that the principal is at no
// moment unlinked by us.
import { expect, test } from 'vitest';
import type { LinkPolicy } from '../../src/domain/link.ts';
import { keepLink } from '../../src/use-cases/keep-link.ts';
import { cloudForTest, newIdentity, newPartnerId, sessionAt } from './harness.ts';

const POLICIES: LinkPolicy[] = ['observe', 'create', 'heal'];

test.for(POLICIES)('%s: a right link is one read and nothing else', async (policy) => {
  const { cloud, keep, ours } = await start('right');

  const outcome = await keep(policy);

  expect(outcome).toMatchObject({ action: 'none', findings: [] });
  expect(outcome.after).toMatchObject({ kind: 'linked', partnerId: ours });
  expect(cloud.calls()).toMatchObject({ 'partners.get': 1 });
  expect(writesOf(cloud.calls())).toBe(0);
});

test('observe: a missing link and another one are reported and not touched', async () => {
  for (const state of ['none', 'other'] as const) {
    const { cloud, keep } = await start(state);
    const before = cloud.linkHistory();

    const outcome = await keep('observe');

    const code = state === 'none' ? 'link-missing' : 'link-other-partner';
    expect(outcome.action).toBe('held');
    expect(outcome.findings.map((each) => each.code)).toEqual([code]);
    expect(cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 1 });
    expect(cloud.linkHistory()).toEqual(before);
  }
});

test.for(['create', 'heal'] as const)('%s: a missing link is made by three calls', async (policy) => {
  const { cloud, keep, ours } = await start('none');

  const outcome = await keep(policy);

  expect(outcome).toMatchObject({ before: { kind: 'none' }, action: 'created', findings: [] });
  expect(outcome.after).toMatchObject({ kind: 'linked', partnerId: ours, version: 1 });
  expect(cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 2, 'partner.create': 1 });
  expect(partnersOf(cloud.linkHistory())).toEqual([null, ours]);
});

test('create: a link to another id is never touched', async () => {
  const { cloud, keep, other } = await start('other');

  const outcome = await keep('create');

  expect(outcome.action).toBe('held');
  expect(outcome.findings.map((each) => each.code)).toEqual(['link-other-partner']);
  expect(cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 1 });
  expect(partnersOf(cloud.linkHistory())).toEqual([other]);
});

test('heal: a link to another id is changed by three calls, at no moment unlinked', async () => {
  const { cloud, keep, ours, other } = await start('other');

  const outcome = await keep('heal');

  expect(outcome).toMatchObject({ before: { partnerId: other }, action: 'changed', findings: [] });
  expect(outcome.after).toMatchObject({ kind: 'linked', partnerId: ours, version: 2 });
  expect(cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 2, 'partner.update': 1 });
  expect(partnersOf(cloud.linkHistory())).toEqual([other, ours]);
});

test.for(['create', 'heal'] as const)('%s: a deleted link is made anew', async (policy) => {
  const { cloud, keep, ours } = await start('right');
  cloud.setLink(null);

  const outcome = await keep(policy);

  expect(outcome.action).toBe('created');
  expect(partnersOf(cloud.linkHistory())).toEqual([ours, null, ours]);
});

test.for(POLICIES)('%s: a dry run plans and writes nothing', async (policy) => {
  for (const state of ['none', 'other', 'right'] as const) {
    const { cloud, keep } = await start(state);
    const before = cloud.linkHistory();

    const outcome = await keep(policy, { dryRun: true });

    const plans = policy === 'heal' ? ['none', 'other'] : policy === 'create' ? ['none'] : [];
    expect([state, outcome.action === 'planned']).toEqual([state, plans.includes(state)]);
    expect(outcome.after).toEqual(outcome.before);
    expect(writesOf(cloud.calls())).toBe(0);
    expect(cloud.linkHistory()).toEqual(before);
  }
});

test.for([400, 401, 403, 409, 410, 429, 500, 503])(
  'a read that fails with %i never leads to a write, whatever the policy',
  async (status) => {
    for (const policy of POLICIES)
      for (const state of ['none', 'other'] as const) {
        const { cloud, keep } = await start(state);
        cloud.addFault({ kind: 'status', status, operation: 'partners.get', code: 'NotFound' });

        const outcome = await keep(policy);

        expect(outcome).toMatchObject({ action: 'none', after: { kind: 'unreadable' } });
        expect(outcome.findings.map((each) => each.code)).toEqual(['link-unreadable']);
        expect([policy, state, writesOf(cloud.calls())]).toEqual([policy, state, 0]);
      }
  },
);

test.for(['reset', 'truncate', 'bad-token'] as const)(
  'a read that ends in %s never leads to a write',
  async (kind) => {
    const { cloud, keep } = await start('other');
    cloud.addFault({ kind, operation: 'partners.get' });

    const outcome = await keep('heal');

    expect(outcome).toMatchObject({ action: 'none', after: { kind: 'unreadable' } });
    expect(writesOf(cloud.calls())).toBe(0);
  },
);

async function start(state: 'none' | 'other' | 'right') {
  const identity = newIdentity();
  const ours = identity.partnerId;
  const other = newPartnerId();
  const cloud = await cloudForTest(identity, [], { partners: [other] });
  const linked = { none: undefined, other, right: ours }[state];
  if (linked !== undefined) {
    const { tenantId, principalId: objectId } = identity;
    const at = '2026-01-02T03:04:05.6Z';
    const times = { createdTime: at, updatedTime: at };
    cloud.world.links.push({ tenantId, objectId, partnerId: linked, version: 1, state: 'Active', ...times });
  }
  const session = await sessionAt(cloud.url, identity);
  const keep = (policy: LinkPolicy, { dryRun = false } = {}) =>
    keepLink(session, { partnerId: ours, policy, dryRun, beforeWrite: async () => undefined });
  return { cloud, keep, ours, other };
}

function writesOf(calls: Record<string, number>): number {
  return ['partner.create', 'partner.update', 'partner.delete'].reduce(
    (sum, operation) => sum + (calls[operation] ?? 0),
    0,
  );
}

/** The partner ids that the link went through, without the beginning that a test set up. */
function partnersOf(history: { partnerId: string | null; by: string; version: number }[]): (string | null)[] {
  const partners = history.map(({ partnerId }) => partnerId);
  return partners[0] === null && history[1]?.by === 'other' ? partners.slice(1) : partners;
}
