// What is told of the link over the days, each thing once, whoever changed it.
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { startDays } from '../harness/days.ts';

test('a link taken away and set again by the policy is lost and healed in one run', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  await next();
  cloud.setLink(null);

  const mended = await next();

  expect(mended.told).toEqual(['link.healed', 'link.lost']);
  expect(mended.events.map(({ type, actor }) => `${type} ${actor}`).toSorted()).toEqual([
    'link.healed keeper',
    'link.lost observed',
  ]);
  expect((await next()).told).toEqual([]);
});

test('one overwritten is held once for each foreign id, costs the rows, and all come back with it', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  await next();
  const earning = ['01', '02', '04', '09'];
  const each = (line: string) => earning.map((id) => `${line} ${id}`);

  cloud.setLink(DEMO_OTHER_PARTNER_ID);
  const lost = await next();
  const quiet = await next();
  cloud.setLink('4444444');
  const another = await next();
  cloud.setLink(DEMO_IDENTITY.partnerId);
  const healed = await next();

  expect(lost.told).toEqual(
    [
      'link.held',
      'link.lost',
      ...each('recognition.lost pec>none'),
      'recognition.lost pec-partial>none 03',
      'recognition.lost pal-only>none 05',
    ].toSorted(),
  );
  expect(quiet.told).toEqual([]);
  expect(another.told).toEqual(['link.held']);
  expect(healed.told).toEqual(
    [
      'link.healed',
      ...each('recognition.gained none>pec'),
      'recognition.gained none>pec-partial 03',
      'recognition.gained none>pal-only 05',
    ].toSorted(),
  );
  expect(healed.events.find(({ type }) => type === 'link.healed')?.actor).toBe('observed');
});

test('one that cannot be read tells nothing, not even when it can again', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  await next();
  cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get' });
  const unreadable = await next();
  cloud.clearFaults();
  const readable = await next();

  expect(unreadable.run).toMatchObject({
    state: 'partial',
    totals: { pec: 0, 'pec-partial': 0, 'pal-only': 0 },
  });
  expect([unreadable.told, readable.told]).toEqual([[], []]);
});

test('one healed by the policy in the run that sees it lost costs no row its word', async () => {
  const { cloud, next } = await startDays({ onTestFinished }, { settings: { LINK_POLICY: 'heal' } });
  await next();
  cloud.setLink(DEMO_OTHER_PARTNER_ID);

  const { run, told } = await next();

  expect(run.link).toMatchObject({
    before: { state: 'other' },
    action: 'changed',
    after: { state: 'right' },
  });
  expect(told).toEqual(['link.healed', 'link.lost']);
});

test('one that is already right at the baseline is no news, and one that never was is changed, not healed', async () => {
  const right = await startDays({ onTestFinished });
  right.cloud.setLink(DEMO_IDENTITY.partnerId);
  const other = await startDays({ onTestFinished }, { settings: { LINK_POLICY: 'heal' } });
  other.cloud.setLink(DEMO_OTHER_PARTNER_ID);

  expect((await right.next()).told).toEqual([]);
  expect((await other.next()).told).toEqual(['link.changed']);
});

test('one that Azure refuses to heal is lost once, however often it is tried, and healed once', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  await next();
  cloud.setLink(null);
  cloud.addFault({ kind: 'status', status: 409, operation: 'partner.create' });

  const refused = await next();
  const again = await next();
  cloud.clearFaults();
  const healed = await next();

  expect(refused.told.filter((line) => line.startsWith('link'))).toEqual(['link.lost']);
  expect(again.told).toEqual([]);
  expect(healed.told.filter((line) => line.startsWith('link'))).toEqual(['link.healed']);
});

test.each(['reset', 'lost-answer', 'truncate'] as const)(
  'a write whose answer is lost (%s) is told as what the world shows afterwards',
  async (kind) => {
    const { cloud, next } = await startDays({ onTestFinished });
    cloud.addFault({ kind, operation: 'partner.create', times: 1 });

    const { run, told } = await next();

    expect(run.link).toMatchObject({ action: 'created', after: { state: 'right' } });
    expect(told).toEqual(['link.created']);
    expect(cloud.linkHistory().map(({ version }) => version)).toEqual([0, 1]);
  },
);

test('a write after which the link cannot be read is said to have worked once it is read', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get', skip: 1 });

  const { run, told } = await next();
  cloud.clearFaults();
  const later = await next();

  expect(run).toMatchObject({
    state: 'partial',
    link: { after: { state: 'unreadable' } },
    totals: { pec: 0 },
  });
  expect(told).toEqual([]);
  expect(later.run.link).toMatchObject({ action: 'none', after: { state: 'right' } });
  expect(later.told).toEqual(['link.created']);
});
