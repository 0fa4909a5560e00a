// Keeping the link when a write goes wrong: refused, lost on the way, or done by somebody else in between. What is
// said is what was read back.
import { expect, test } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import type { AzureSession } from '../../src/ports/azure.ts';
import { keepLink } from '../../src/use-cases/keep-link.ts';
import { cloudForTest, newIdentity, newPartnerId, sessionAt, toldDeadline } from './harness.ts';

type Missing = { state: 'none'; policy: 'create' };
type Other = { state: 'other'; policy: 'heal' };
const MENDS: (Missing | Other)[] = [
  { state: 'none', policy: 'create' },
  { state: 'other', policy: 'heal' },
];

test.for([400, 403, 404, 409])(
  'a write refused with %i is a finding with its code and a fix',
  async (status) => {
    for (const mend of MENDS) {
      const { cloud, keep, linked } = await start(mend);
      cloud.addFault({ kind: 'status', status, operation: 'partner.', code: 'SomeCode' });

      const outcome = await keep();

      const [refused, ...others] = outcome.findings;
      expect(outcome.action).toBe('refused');
      expect(refused).toMatchObject({ code: 'link-refused', message: expect.stringContaining('SomeCode') });
      expect(refused?.fix).not.toBe('');
      expect(others.map(({ code }) => code)).toEqual([
        linked === null ? 'link-missing' : 'link-other-partner',
      ]);
      expect(outcome.after).toEqual(outcome.before);
      expect(writesOf(cloud.calls())).toBe(1);
      expect(cloud.linkHistory().at(-1)?.partnerId).toBe(linked);
    }
  },
);

test('a partner id that does not exist, and a principal that may not link, are refused in Azure’s words', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  const session = await sessionAt(cloud.url, identity);
  const wish = { policy: 'create', dryRun: false, beforeWrite: async () => undefined } as const;

  const unknown = await keepLink(session, { ...wish, partnerId: newPartnerId() });
  Object.assign(cloud.world.principals[0] ?? {}, { mayLink: false });
  const forbidden = await keepLink(session, { ...wish, partnerId: identity.partnerId });

  expect(unknown.findings[0]?.message).toContain('Azure answered 400 BadRequest: Partner ID is not valid.');
  expect(forbidden.findings[0]?.message).toContain('does not have an account in this tenant');
  expect([unknown.action, forbidden.action]).toEqual(['refused', 'refused']);
});

test.for<[name: string, fault: Fault]>([
  ['is lost', { kind: 'lost-answer', operation: 'partner.' }],
  ['is torn', { kind: 'truncate', operation: 'partner.' }],
])('an answer that %s, of a write that was done, is a success', async ([, fault]) => {
  for (const mend of MENDS) {
    const { cloud, keep, ours } = await start(mend);
    cloud.addFault(fault);

    const outcome = await keep();

    expect(outcome).toMatchObject({ after: { partnerId: ours }, findings: [] });
    expect(outcome.action).toBe(mend.state === 'none' ? 'created' : 'changed');
    expect(writesOf(cloud.calls())).toBe(1);
  }
});

test('a write that was lost before it was done is sent once more', async () => {
  for (const mend of MENDS) {
    const { cloud, keep, ours } = await start(mend);
    cloud.addFault({ kind: 'reset', operation: 'partner.', times: 1 });

    const outcome = await keep();

    expect(outcome).toMatchObject({ after: { partnerId: ours }, findings: [] });
    expect(writesOf(cloud.calls())).toBe(2);
  }
});

test('a write that is lost again and again is given up after the second', async () => {
  for (const mend of MENDS) {
    const { cloud, keep, linked } = await start(mend);
    cloud.addFault({ kind: 'status', status: 500, operation: 'partner.' });

    const outcome = await keep();

    expect(outcome.action).toBe('refused');
    expect(outcome.findings[0]?.code).toBe('link-refused');
    expect(writesOf(cloud.calls())).toBe(2);
    expect(cloud.linkHistory().at(-1)?.partnerId).toBe(linked);
  }
});

test('a 429 that asks to wait an hour is one write, and no second one at once', async () => {
  const { cloud, keep, deadline } = await start({ state: 'none', policy: 'create' });
  cloud.addFault({ kind: 'status', status: 429, operation: 'partner.', retryAfter: 3600 });

  const outcome = await keep();

  expect(outcome.action).toBe('refused');
  expect(outcome.findings[0]?.message).toContain('wait 3600 s');
  expect(cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 2, 'partner.create': 1 });
  expect(deadline.waitsMs).toEqual([]);
});

test('a write whose read-back fails leaves the link unreadable, and is not sent again', async () => {
  for (const kind of ['status', 'lost-answer'] as const) {
    const { cloud, keep } = await start({ state: 'none', policy: 'create' });
    cloud.addFault({ kind: 'status', status: 503, operation: 'partners.get', skip: 1 });
    if (kind === 'lost-answer') cloud.addFault({ kind, operation: 'partner.create' });

    const outcome = await keep();

    expect(outcome.after.kind).toBe('unreadable');
    expect(outcome.findings.map(({ code }) => code)).toContain('link-unreadable');
    expect(writesOf(cloud.calls())).toBe(1);
  }
});

test('a write that is acknowledged and not done is no success', async () => {
  for (const mend of MENDS) {
    const { cloud, keep, linked } = await start(mend);
    cloud.addFault({ kind: 'body', body: { properties: {} }, operation: 'partner.' });

    const outcome = await keep();

    expect(outcome.action).toBe('refused');
    expect(outcome.findings[0]?.message).toContain('shows it unchanged');
    expect(cloud.linkHistory().at(-1)?.partnerId).toBe(linked);
  }
});

test('create: somebody who links another id in between keeps it', async () => {
  const { cloud, keep, other } = await start({ state: 'none', policy: 'create' });

  const outcome = await keep(() => cloud.setLink(other));

  expect(outcome).toMatchObject({ action: 'refused', after: { kind: 'linked', partnerId: other } });
  expect(outcome.findings.map(({ code }) => code)).toEqual(['link-refused', 'link-other-partner']);
  expect(cloud.linkHistory().map(({ by, partnerId }) => [by, partnerId])).toEqual([
    ['start', null],
    ['other', other],
  ]);
});

test('create: somebody who links our id in between did it, not we', async () => {
  const { cloud, keep, ours } = await start({ state: 'none', policy: 'create' });

  const outcome = await keep(() => cloud.setLink(ours));

  expect(outcome).toMatchObject({ action: 'none', after: { partnerId: ours }, findings: [] });
});

test('heal: somebody who unlinks in between makes the change fail, and the next run links', async () => {
  const { cloud, keep, ours } = await start({ state: 'other', policy: 'heal' });

  const first = await keep(() => cloud.setLink(null));
  const second = await keep();

  expect(first).toMatchObject({ action: 'refused', after: { kind: 'none' } });
  expect(first.findings.map(({ code }) => code)).toEqual(['link-refused', 'link-missing']);
  expect(second).toMatchObject({ action: 'created', after: { partnerId: ours } });
});

async function start({ state, policy }: Missing | Other) {
  const identity = newIdentity();
  const ours = identity.partnerId;
  const other = newPartnerId();
  const cloud = await cloudForTest(identity, [], { partners: [other] });
  const linked = state === 'other' ? other : null;
  if (linked !== null) cloud.setLink(linked);
  const deadline = toldDeadline();
  const session = await sessionAt(cloud.url, identity, deadline);
  const keep = (beforeWrite: () => void = () => undefined) => {
    const disturbed: AzureSession = {
      ...session,
      createLink: (partnerId) => (beforeWrite(), session.createLink(partnerId)),
      changeLink: (partnerId) => (beforeWrite(), session.changeLink(partnerId)),
    };
    return keepLink(disturbed, {
      partnerId: ours,
      policy,
      dryRun: false,
      beforeWrite: async () => undefined,
    });
  };
  return { cloud, keep, ours, other, linked, deadline };
}

function writesOf(calls: Record<string, number>): number {
  return (calls['partner.create'] ?? 0) + (calls['partner.update'] ?? 0) + (calls['partner.delete'] ?? 0);
}
