// /api/partner-link where Azure, the store or somebody else gets in the way: nothing is said that was not read back, and
// what did happen is told by the next run, with the caller.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import { LeaseLost, StoreUnavailable } from '../../src/ports/store.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer } from '../harness/host.ts';
import { linkClient, linkEvents, linkPath, linkWrites, type LinkClient } from '../harness/partner-link.ts';
import { overStore } from '../harness/store-wraps.ts';
import { linkShape, statusShape } from '../harness/shapes.ts';
import { isConclusion, isIntent, OTHER, OURS, serveLink } from '../harness/link-in-trouble.ts';

/** A call of each kind that writes, over a link to OTHER or, to create, over none. */
const CALLS: [
  write: string,
  linked: string | null,
  wished: string | null,
  call: (client: LinkClient) => Promise<Answer>,
][] = [
  ['partner.create', null, OURS, ({ set }) => set(OURS)],
  ['partner.update', OTHER, OURS, ({ set }) => set(OURS)],
  ['partner.delete', OTHER, null, ({ remove }) => remove(`?confirm=${OTHER}`)],
];

const TOLD: Record<string, string> = {
  'partner.create': 'link.created function-key none>right',
  'partner.update': 'link.changed function-key other>right',
  'partner.delete': 'link.changed function-key other>none',
};

describe.each(CALLS)('%s', (operation, linked, wished, call) => {
  const told = TOLD[operation] ?? '';

  test.each([400, 403, 404, 409])(
    'refused with %i: 409 with the code of Azure, and nothing is told',
    async (status) => {
      const served = await serveLink(linked);
      served.cloud.addFault({ kind: 'status', status, operation, code: 'NotThisTime' });

      const problem = expectProblem(await call(served), 409, 'link-refused');
      served.cloud.clearFaults();
      // Whoever does it afterwards is not taken for the caller.
      served.cloud.setLink(wished);
      await served.run();

      expect(problem).toMatchObject({ azureCode: 'NotThisTime' });
      expect(problem.detail).toContain(`${status} NotThisTime`);
      expect(await linkEvents(served)).toEqual([]);
    },
  );

  test.each<[string, Fault]>([
    ['500 after all', { kind: 'status', status: 500, operation }],
    ['503 and a time to wait', { kind: 'status', status: 503, retryAfter: 3600, operation }],
    ['429 and an hour to wait', { kind: 'status', status: 429, retryAfter: 3600, operation }],
    ['a reset before it was done', { kind: 'reset', operation }],
  ])('fails with %s: 503, said to be as it was', async (_, fault) => {
    const served = await serveLink(linked);
    served.cloud.addFault(fault);

    const problem = expectProblem(await call(served), 503, 'link-unreadable');
    served.cloud.clearFaults();

    expect(problem.detail).toContain('The link was not changed');
    expect((await served.read()).link.partnerId).toBe(linked ?? undefined);
    expect(await linkEvents(served)).toEqual([]);
    expect((await call(served)).status).toBeLessThan(300);
  });

  test.each<Fault['kind']>(['lost-answer', 'truncate', 'reset'])(
    'a lost answer (%s) whose read-back is right is a success, written once',
    async (kind) => {
      const served = await serveLink(linked);
      served.cloud.addFault({ kind, operation, times: 1 } as Fault);

      expect((await call(served)).status).toBeLessThan(300);

      expect(linkPath(served)).toEqual(linked === null ? [null, wished] : [null, linked, wished]);
      expect(await linkEvents(served)).toEqual([told]);
    },
  );

  test('cannot be read before: 503, and nothing is written', async () => {
    const served = await serveLink(linked);
    const { etag } = await served.read();
    served.cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get' });

    const answer = await (wished === null ? served.remove(`?confirm=${OTHER}`) : served.put(OURS, etag));

    expect(expectProblem(answer, 503, 'link-unreadable').detail).toContain('could not be read');
    expect(linkWrites(served)).toEqual([]);
    expect(await served.store.readIdentity('default')).toBeUndefined();
  });

  test('cannot be read back: 503, the status says so, and the next run tells it with the caller', async () => {
    const served = await serveLink(linked);
    const skip = wished === null ? 1 : 2;
    served.cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get', skip });

    const problem = expectProblem(await call(served), 503, 'link-unreadable');
    const [seen] = statusShape.parse((await served.call('/api/status')).json).identities;
    await served.run();
    const early = await linkEvents(served);
    served.cloud.clearFaults();
    await served.run();
    await served.run();

    expect(problem.detail).toContain('whether it was done is not known');
    expect(seen?.link.state).toBe('unreadable');
    expect(early).toEqual([]);
    expect(await linkEvents(served)).toEqual([told]);
  });

  test('somebody did the same in between: it is as wished, and not told as the caller’s', async () => {
    const served = await serveLink(linked, async (change, commit, cloud) => {
      await commit();
      if (isIntent(change)) cloud.setLink(wished);
    });
    if (operation === 'partner.update') served.cloud.assumptions.updateSameId = 'refused';

    expect((await call(served)).status).toBeLessThan(300);

    await served.run();
    expect(await linkEvents(served)).toEqual([]);
    expect((await served.read()).link.partnerId).toBe(wished ?? undefined);
  });

  test('the store is away before the write: 503, and Azure is not written to', async () => {
    const served = await serveLink(linked, async (change, commit) => {
      if (isIntent(change)) throw new StoreUnavailable('away');
      await commit();
    });

    expectProblem(await call(served), 503, 'store-unavailable');

    expect(linkWrites(served)).toEqual([]);
  });

  test.each([new StoreUnavailable('away'), new LeaseLost('gone')])(
    'cannot be remembered after the write (%s): 503 says that it is done, and the next run tells it',
    async (error) => {
      let isDown = true;
      const served = await serveLink(linked, async (change, commit) => {
        if (isDown && isConclusion(change)) throw error;
        await commit();
      });

      const problem = expectProblem(await call(served), 503, 'store-unavailable');
      isDown = false;
      const early = await linkEvents(served);
      await served.run();
      await served.run();

      expect(problem.detail).toContain('the next run tells it');
      expect(early).toEqual([]);
      expect(await linkEvents(served)).toEqual([told]);
    },
  );

  test('another process takes the lease before the write: 503, and Azure is not written to', async () => {
    const served = await serveLink(linked, async () => {
      throw new LeaseLost('gone');
    });

    expect(expectProblem(await call(served), 503, 'store-unavailable').detail).toContain('before anything');

    expect(linkWrites(served)).toEqual([]);
  });
});

describe('without a token that is good here', () => {
  test('Entra gives none: GET says that it is unreadable, a write is 503', async () => {
    const served = await serveLink(OURS);
    served.cloud.addFault({ kind: 'status', status: 401, operation: 'entra.token' });

    const answers = [await served.put(OURS, '*'), await served.remove(`?confirm=${OURS}`)];
    const read = await served.get();

    for (const answer of answers)
      expect(expectProblem(answer, 503, 'link-unreadable').detail).toContain('Entra gave no usable token');
    expect(linkShape.parse(read.json).state).toBe('unreadable');
    expect(read.headers.has('etag')).toBe(false);
  });

  test('of another principal than the remembered one: nothing of it is read or written', async () => {
    const served = await serveLink(OURS);
    await served.run();
    const [principal] = served.cloud.world.principals;
    if (principal !== undefined) principal.objectId = '11111111-2222-4333-8444-555555555555';
    served.cloud.resetCalls();

    const answers = [await served.put(OURS, '*'), await served.remove(`?confirm=${OURS}`)];
    const link = linkShape.parse((await served.get()).json);

    for (const answer of answers)
      expect(expectProblem(answer, 503, 'link-unreadable').detail).toMatch(
        /another|is for principal.*PRINCIPAL_ID/,
      );
    expect(link).toMatchObject({ state: 'unreadable', conditions: [{ status: 'Unknown' }] });
    expect(served.cloud.calls()).toEqual({ 'entra.token': 3 });
  });
});

test('the store is away: 503, and Azure is not asked', async () => {
  const down = () => Promise.reject(new StoreUnavailable('away'));
  const served = await serveKeeper(
    { onTestFinished },
    { wrapStore: (store) => overStore(store, { readIdentity: down, acquireLease: down }) },
  );
  const { get, put, remove } = linkClient(served);

  for (const answer of [await get(), await put(OURS, '*'), await remove(`?confirm=${OURS}`)])
    expectProblem(answer, 503, 'store-unavailable');
  expect(served.cloud.calls()).toEqual({});
});
