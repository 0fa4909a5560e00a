// The part of the store contract that says who may write.
import { describe, expect, test } from 'vitest';
import { LeaseLost } from '../../src/ports/store.ts';
import { sampleRecord } from './samples.ts';
import { grant, LEASE_MS, setUp, type OpenStore } from './store-fixture.ts';

export function describeLeases(openStore: OpenStore): void {
  describe('leases', () => {
    test('a free lease is granted to the run, until its time', async () => {
      const { store, clock } = await setUp(openStore);

      const { lease, ...rest } = await grant(store, 'run-1');

      expect(lease).toMatchObject({ identity: 'default', runId: 'run-1' });
      expect(Date.parse(lease.expiresAt)).toBe(clock.now().getTime() + LEASE_MS);
      expect(rest).toEqual({ kind: 'granted' });
    });

    test('a held one answers with its run and its end, to others and to the same process', async () => {
      const { store, other } = await setUp(openStore);
      const { lease } = await grant(store, 'run-1');

      const held = { kind: 'held', runId: 'run-1', expiresAt: lease.expiresAt };

      expect(await other.acquireLease('default', 'run-2', LEASE_MS)).toEqual(held);
      expect(await store.acquireLease('default', 'run-3', LEASE_MS)).toEqual(held);
    });

    test('identities have leases of their own', async () => {
      const { store } = await setUp(openStore);
      await grant(store, 'run-1', 'north');

      expect(await store.acquireLease('south', 'run-2', LEASE_MS)).toMatchObject({ kind: 'granted' });
      expect(await store.acquireLease('North', 'run-3', LEASE_MS)).toMatchObject({ kind: 'granted' });
    });

    test('a lease that expired goes to the next run, which learns whose it was', async () => {
      const { store, other, clock } = await setUp(openStore);
      const first = await grant(store, 'run-1');
      clock.advance(LEASE_MS - 1);
      expect(await other.acquireLease('default', 'run-2', LEASE_MS)).toMatchObject({ kind: 'held' });

      clock.advance(1);
      const second = await grant(other, 'run-2');

      expect(second.abandonedRunId).toBe('run-1');
      expect(second.lease.token).toBeGreaterThan(first.lease.token);
    });

    test('one that was given back goes to the next run, with a higher token and nobody to mourn', async () => {
      const { store, other } = await setUp(openStore);
      const first = await grant(store, 'run-1');

      await store.releaseLease(first.lease);
      const second = await grant(other, 'run-2');

      expect(second).not.toHaveProperty('abandonedRunId');
      expect(second.lease.token).toBeGreaterThan(first.lease.token);
    });

    test('a lease of before the clock was set back keeps nobody out, and its holder can write no more', async () => {
      const { store, other, clock } = await setUp(openStore);
      const first = await grant(store, 'run-1');
      clock.advance(-LEASE_MS);
      const within = await other.acquireLease('default', 'run-2', LEASE_MS);

      clock.advance(-1);
      const second = await grant(other, 'run-3');

      expect(within).toMatchObject({ kind: 'held', runId: 'run-1' });
      expect(second.abandonedRunId).toBe('run-1');
      expect(Date.parse(second.lease.expiresAt)).toBe(clock.now().getTime() + LEASE_MS);
      await expect(store.renewLease(first.lease, LEASE_MS)).rejects.toThrow(LeaseLost);
      await expect(store.commit(first.lease, { identity: sampleRecord() })).rejects.toThrow(LeaseLost);
    });

    test.each([
      ['short, by the lease of a run', 1000, 2 * LEASE_MS],
      ['long, by what it asks for', 4 * LEASE_MS, 8 * LEASE_MS],
    ])('what seems to last too long for who asks for %s', async (_, leaseMs, longestMs) => {
      const { store, other, clock } = await setUp(openStore);
      await grant(store, 'run-1', 'default', longestMs - 1);
      clock.advance(-1);
      const within = await other.acquireLease('default', 'run-2', leaseMs);

      clock.advance(-1);
      const beyond = await other.acquireLease('default', 'run-2', leaseMs);

      expect(within).toMatchObject({ kind: 'held', runId: 'run-1' });
      expect(beyond).toMatchObject({ kind: 'granted', abandonedRunId: 'run-1' });
    });

    test('a holder under which the clock is set back writes on, and its lease ends by the new time', async () => {
      const { store, other, clock } = await setUp(openStore);
      const { lease } = await grant(store, 'run-1');
      clock.advance(-30 * 24 * 60 * LEASE_MS);

      await store.commit(lease, { identity: sampleRecord() });
      const renewed = await store.renewLease(lease, LEASE_MS);

      expect(await store.readIdentity('default')).toEqual(sampleRecord());
      expect(Date.parse(renewed.expiresAt)).toBe(clock.now().getTime() + LEASE_MS);
      expect(await other.acquireLease('default', 'run-2', LEASE_MS)).toMatchObject({ kind: 'held' });
    });

    test('renewing moves the end from now on, and the token stays', async () => {
      const { store, other, clock } = await setUp(openStore);
      const { lease } = await grant(store);
      clock.advance(LEASE_MS - 1);

      const renewed = await store.renewLease(lease, LEASE_MS);
      clock.advance(LEASE_MS - 1);

      expect(renewed.token).toBe(lease.token);
      expect(Date.parse(renewed.expiresAt)).toBe(clock.now().getTime() + 1);
      expect(await other.acquireLease('default', 'run-2', LEASE_MS)).toMatchObject({
        kind: 'held',
        expiresAt: renewed.expiresAt,
      });
    });

    test('renewing and committing work with the lease as it was before it was renewed', async () => {
      const { store, clock } = await setUp(openStore);
      const { lease } = await grant(store);
      clock.advance(LEASE_MS - 1);
      await store.renewLease(lease, LEASE_MS);
      clock.advance(LEASE_MS - 1);

      await store.renewLease(lease, LEASE_MS);
      await store.commit(lease, { identity: sampleRecord() });

      expect(await store.readIdentity('default')).toEqual(sampleRecord());
    });

    test.each([
      ['expired', async () => undefined],
      ['was taken over', async ({ other }) => void (await grant(other, 'run-2'))],
      [
        'was taken over and given back since',
        async ({ other }) => other.releaseLease((await grant(other, 'run-2')).lease),
      ],
    ] satisfies [string, (fixture: Awaited<ReturnType<typeof setUp>>) => Promise<void>][])(
      'a lease that %s can neither be renewed nor committed under, and giving it back changes nothing',
      async (_, happen) => {
        const fixture = await setUp(openStore);
        const { store, other, clock } = fixture;
        const { lease } = await grant(store);
        await store.commit(lease, { identity: sampleRecord({ events: 1 }) });
        clock.advance(LEASE_MS);
        await happen(fixture);
        const before = await other.acquireLease('default', 'run-3', LEASE_MS);

        await expect(store.renewLease(lease, LEASE_MS)).rejects.toThrow(LeaseLost);
        await expect(store.commit(lease, { identity: sampleRecord({ events: 2 }) })).rejects.toThrow(
          LeaseLost,
        );
        await store.releaseLease(lease);

        expect(await store.readIdentity('default')).toEqual(sampleRecord({ events: 1 }));
        expect(await other.acquireLease('default', 'run-4', LEASE_MS)).toEqual({
          kind: 'held',
          runId: before.kind === 'held' ? before.runId : 'run-3',
          expiresAt: before.kind === 'held' ? before.expiresAt : before.lease.expiresAt,
        });
      },
    );

    test('one that was given back is lost to the one who gave it', async () => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store);
      await store.releaseLease(lease);

      await store.releaseLease(lease);

      await expect(store.renewLease(lease, LEASE_MS)).rejects.toThrow(LeaseLost);
      await expect(store.commit(lease, { identity: sampleRecord() })).rejects.toThrow(LeaseLost);
    });

    test('a lease that was never granted is no right to write', async () => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store, 'run-1', 'other');
      const forged = { ...lease, identity: 'default' };

      await expect(store.commit(forged, { identity: sampleRecord() })).rejects.toThrow(LeaseLost);
      await expect(store.renewLease(forged, LEASE_MS)).rejects.toThrow(LeaseLost);
      await store.releaseLease(forged);

      expect(await store.readIdentity('default')).toBeUndefined();
    });

    test('of many who ask at once exactly one gets it, over and over', async () => {
      const { store, other, clock } = await setUp(openStore);
      let token = 0;
      for (let round = 0; round < 10; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 ? store : other).acquireLease('default', `run-${round}-${at}`, LEASE_MS),
          ),
        );

        const granted = answers.flatMap((answer) => (answer.kind === 'granted' ? [answer.lease] : []));
        expect(granted).toHaveLength(1);
        expect(granted[0]?.token).toBeGreaterThan(token);
        for (const answer of answers) expect(answer).toHaveProperty(...holder(answer, granted[0]?.runId));
        token = granted[0]?.token ?? 0;
        clock.advance(LEASE_MS);
      }
    });
  });
}

function holder({ kind }: { kind: string }, runId: string | undefined): [string, string | undefined] {
  return [kind === 'granted' ? 'lease.runId' : 'runId', runId];
}
