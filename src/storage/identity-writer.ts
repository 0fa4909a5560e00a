// Changes the state of one identity: one change after the other within the process, and against other processes by
// building on the newest state until the next manifest is ours.
import type { Disk } from './disk.ts';
import { createCollector } from './collector.ts';
import type { IdentityFiles } from './identity-files.ts';
import type { State } from './manifest.ts';
import type { Snapshot } from './register.ts';
import { withNewest } from './with-newest.ts';

export interface Proposal {
  state: State;
  /** References of the pages that `state` names no longer. */
  retired: readonly string[];
  /** Removes what was written for it, where another process came first. */
  giveUp(): Promise<void>;
}

export interface IdentityWriter {
  /** @param decide is asked again where the state has changed meanwhile; undefined changes nothing */
  change(decide: (base: Snapshot) => Promise<Proposal | undefined>): Promise<void>;
}

export function createIdentityWriter(disk: Disk, files: IdentityFiles): IdentityWriter {
  const collector = createCollector(disk, files);
  let last: Promise<unknown> = Promise.resolve();

  async function tryOnce(
    base: Snapshot,
    decide: (base: Snapshot) => Promise<Proposal | undefined>,
  ): Promise<boolean> {
    const proposal = await decide(base);
    if (!proposal) return true;
    const mark = await files.register.put(base, proposal.state);
    if (mark === undefined) {
      await proposal.giveUp();
      return false;
    }
    await collector.afterChange(base, mark, proposal.retired);
    return true;
  }

  async function changeNow(decide: (base: Snapshot) => Promise<Proposal | undefined>): Promise<void> {
    for (let done = false; !done;)
      done = await withNewest(
        async () => [await files.register.read()] as const,
        ([base]) => tryOnce(base, decide),
      );
  }

  return {
    change(decide) {
      const changed = last.then(() => changeNow(decide));
      last = changed.catch(() => undefined);
      return changed;
    },
  };
}
