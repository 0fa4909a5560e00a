// Reads a state that others replace meanwhile: what it names may be collected while it is read, and then the newest
// state is taken instead, so that whatever is read is all of one state.
import { StoreUnavailable } from '../ports/store.ts';

/** The page was collected, as happens to a reader of a state that was replaced meanwhile: read the state again. */
export class PageGone extends Error {
  override readonly name = 'PageGone';
}

/** Uses the newest state, and again the newest where its pages were collected meanwhile: all of one state or nothing. */
export async function withNewest<S extends readonly { version: number }[], T>(
  take: () => Promise<S>,
  use: (snapshots: S) => Promise<T>,
): Promise<T> {
  let failed: string | undefined;
  for (;;) {
    const snapshots = await take();
    try {
      return await use(snapshots);
    } catch (error) {
      if (!(error instanceof PageGone)) throw error;
      const versions = snapshots.map(({ version }) => version).join();
      if (versions === failed)
        throw new StoreUnavailable(`The store is damaged: ${error.message}. Restore it from a copy.`, {
          cause: error,
        });
      failed = versions;
    }
  }
}
