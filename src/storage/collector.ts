// Removes what no reader needs any longer, and never what one of the two newest manifests names.
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import type { IdentityFiles } from './identity-files.ts';
import { fileOf } from './pages.ts';
import type { Snapshot } from './register.ts';
import { listPages } from './tree.ts';

/** Changes between two looks at the whole folder, which find what killed processes left. The first looks too. */
const CHANGES_BETWEEN_SWEEPS = 256;

export interface Collector {
  /** To be called after each change; never throws, since the change is done and leftovers do no harm. */
  afterChange(base: Snapshot, mark: string, retired: readonly string[]): Promise<void>;
}

/** One for each process and identity: it remembers what its own last change left over. */
export function createCollector(disk: Disk, files: IdentityFiles): Collector {
  let spent: { mark: string; references: readonly string[] } | undefined;
  let changes = 0;

  async function discardPages(names: Iterable<string>): Promise<void> {
    for (const name of names) await disk.discard(join(files.pagesFolder, name));
  }

  async function sweep(): Promise<void> {
    const snapshots = await files.register.readLastTwo();
    const needed = new Set<string>();
    for (const { state } of snapshots)
      for (const root of Object.values(state.roots))
        for await (const reference of listPages(files.readPage, root)) needed.add(fileOf(reference));
    // Pages above the newest version belong to a commit that may still go in.
    const newest = snapshots[0]?.version ?? 0;
    const found = await disk.list(files.pagesFolder);
    await discardPages(found.filter((name) => Number(name.slice(0, 12)) <= newest && !needed.has(name)));
  }

  return {
    async afterChange(base, mark, retired) {
      // What our last change replaced is named by the manifest before it, which is now the third newest. Only where
      // this one was built on it: else that change was lost with a damaged manifest, and its pages serve again.
      const collectable = spent && base.history.includes(spent.mark) ? spent.references : [];
      spent = { mark, references: retired };
      changes += 1;
      try {
        await discardPages(collectable.map(fileOf));
        await files.register.discardBefore(base.next, base.version);
        if (changes % CHANGES_BETWEEN_SWEEPS === 1) await sweep();
      } catch {
        // The next sweep finds it.
      }
    },
  };
}
