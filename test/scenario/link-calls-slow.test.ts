// However long Azure, or a receiver, keeps a caller of the link waiting: an answer comes within 30 s, and a write that
// hangs leaves time to look what came of it.
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Service } from '../../src/service.ts';
import { startKeeper } from '../harness/keeper.ts';
import { sinksOf } from '../harness/notified.ts';
import { linkPath } from '../harness/partner-link.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;
const ONE_DAY = 86_400_000;
const CALLER = 'function-key';

const get = (service: Service) => service.readPartnerLink('default');
const put = (service: Service) =>
  service.putPartnerLink('default', { partnerId: OURS, override: false, caller: CALLER }, () => true);
const remove = (service: Service) =>
  service.deletePartnerLink('default', { confirm: OTHER, caller: CALLER }, () => true);

afterEach(() => void vi.useRealTimers());

/** A call that hangs: its operation, its number, and how long it is let hang. */
type Hang = [operation: string, number: number, seconds: number];

/** The answer, and how many seconds of the product's time it took. */
async function timed<T>(call: (service: Service) => Promise<T>, hangs: readonly Hang[]) {
  const clock = testClock();
  const keeper = await startKeeper({ onTestFinished }, { clock, settings: sinksOf });
  const { cloud, service } = keeper;
  cloud.setLink(OTHER);
  for (const [operation, number] of hangs)
    cloud.addFault({ kind: 'delay', ms: ONE_DAY, operation, times: 1, skip: number - 1 });
  // Those of the cloud too: what hangs there hangs until the test is over.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const calling = call(service);
  for (const [operation, number, seconds] of hangs) {
    await until(`call ${number} of ${operation}`, () => cloud.calls()[operation] === number);
    clock.advance(seconds * SECOND);
    await vi.advanceTimersByTimeAsync(seconds * SECOND);
  }
  const answer = await calling;
  vi.useRealTimers();
  return { ...keeper, answer, seconds: hangs.reduce((sum, [, , seconds]) => sum + seconds, 0) };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const endsAt = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error(`Waited in vain for ${what}.`);
    await turn();
  }
}

const four = (operation: string): Hang[] => [1, 2, 3, 4].map((number) => [operation, number, 5]);

test.each([
  ['the token', four('entra.token')],
  ['the link', four('partners.get')],
] as const)('%s never comes: a read says so after 20 s, a write is not tried', async (_, hangs) => {
  const read = await timed(get, hangs);
  const written = await timed(put, hangs);

  expect(read.answer.link.state).toBe('unreadable');
  expect(written.answer.kind).toBe('unreadable');
  expect(linkPath(written)).toEqual([null, OTHER]);
});

test('reading takes so long that a write could not be looked after: it is not tried', async () => {
  const { answer, cloud } = await timed(put, [
    ['partners.get', 1, 5],
    ['partners.get', 2, 5],
    ['partners.get', 3, 5],
  ]);

  expect(answer).toMatchObject({ kind: 'unreadable', cause: expect.stringContaining('no time was left') });
  expect(cloud.calls()).not.toHaveProperty('partner.update');
});

test.each([
  ['set', put, 'partner.update', OURS],
  ['removed', remove, 'partner.delete', null],
] as const)(
  'the write hangs, and is tried once more where it was not done: %s',
  async (_, call, operation, wished) => {
    const served = await timed(call, [[operation, 1, 5]]);

    expect(served.answer.kind).toBe('done');
    expect(linkPath(served)).toEqual([null, OTHER, wished]);
  },
);

test('the write hangs twice: said to be as it was', async () => {
  const served = await timed(put, [
    ['partner.update', 1, 5],
    ['partner.update', 2, 5],
  ]);

  expect(served.answer).toMatchObject({
    kind: 'unreadable',
    cause: expect.stringContaining('The link was not changed'),
  });
  expect(linkPath(served)).toEqual([null, OTHER]);
});

test('all hangs from the write on: after 22 s nobody knows, and that is said', async () => {
  const { answer, store } = await timed(put, [
    ['partner.update', 1, 5],
    ['partners.get', 2, 5],
    ['partners.get', 3, 5],
    ['partners.get', 4, 5],
    ['partners.get', 5, 2],
  ]);

  expect(answer).toMatchObject({
    kind: 'unreadable',
    cause: expect.stringContaining('whether it was done is not known'),
  });
  expect((await store.readIdentity('default'))?.linkIntents).toHaveLength(1);
});

test('a receiver that hangs keeps the caller waiting until 28 s and no longer', async () => {
  const { answer, seconds } = await timed(put, [
    ['partners.get', 1, 5],
    ['partners.get', 2, 5],
    ['partners.get', 4, 5],
    ['partners.get', 5, 5],
    ['sink.hook', 1, 8],
  ]);

  expect(answer.kind).toBe('done');
  expect(seconds).toBe(28);
});
