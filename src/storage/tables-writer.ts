// Commits to one identity: one commit after the other within the process, and against other processes by building on
// the newest head until the next one is ours. Renewing the lease meanwhile does not make it start over.
import type { Clock } from '../ports/clock.ts';
import { LeaseLost, type Change, type Lease } from '../ports/store.ts';
import { leaseLost, stillHolds } from './lease-rules.ts';
import { proposeTablesCommit, type Place, type TablesProposal } from './tables-commit.ts';
import type { Head, HeadSnapshot } from './tables-head.ts';
import { tidyUp } from './tables-upkeep.ts';
import { withNewest } from './with-newest.ts';

export interface TablesWriter {
  /** @throws LeaseLost, StoreUnavailable */
  commit(lease: Lease, change: Change): Promise<void>;
}

export function createTablesWriter(head: Head, place: Place, clock: Clock): TablesWriter {
  let last: Promise<unknown> = Promise.resolve();

  function assertHeld({ state }: HeadSnapshot, lease: Lease): void {
    if (!stillHolds(state, lease, clock.now())) throw leaseLost(lease);
  }

  /** @returns whether it is in; throws where nobody can tell: then its pages stay, for the head may name them */
  async function install(base: HeadSnapshot, lease: Lease, proposal: TablesProposal): Promise<boolean> {
    for (let current = base; current.version === base.version; current = await head.read()) {
      // Writing may have taken longer than the lease had left, but for one that was renewed meanwhile.
      if (!stillHolds(current.state, lease, clock.now())) {
        current = await head.read();
        assertHeld(current, lease);
        if (current.version !== base.version) break;
      }
      const { state, version } = proposal;
      if (await head.put(current, version, { ...state, lease: current.state.lease })) return true;
    }
    return false;
  }

  async function tryOnce(base: HeadSnapshot, lease: Lease, change: Change): Promise<boolean> {
    assertHeld(base, lease);
    const proposal = await proposeTablesCommit(place, base, change, clock.now());
    try {
      if (await install(base, lease, proposal)) {
        // The commit is in, and leftovers do no harm.
        await tidyUp(place, proposal).catch(() => undefined);
        return true;
      }
    } catch (error) {
      if (error instanceof LeaseLost) await proposal.giveUp();
      throw error;
    }
    await proposal.giveUp();
    return false;
  }

  async function commitNow(lease: Lease, change: Change): Promise<void> {
    for (let done = false; !done;)
      done = await withNewest(
        async () => [await head.read()] as const,
        ([base]) => tryOnce(base, lease, change),
      );
  }

  return {
    commit(lease, change) {
      const committed = last.then(() => commitNow(lease, change));
      last = committed.catch(() => undefined);
      return committed;
    },
  };
}
