// The runs that are kept, newest first.
import type { Run } from '../domain/run.ts';
import type { StateStore } from '../ports/store.ts';
import { pageThrough, type FilteredPage } from './page-through.ts';

export interface RunsRequest {
  /** Only of this identity. */
  identity?: string | undefined;
  top: number;
  skipToken?: string | undefined;
}

/** @throws InvalidPageToken, StoreUnavailable */
export async function listRuns(store: StateStore, request: RunsRequest): Promise<FilteredPage<Run>> {
  const { identity, top, skipToken } = request;
  const source = {
    readPage: (page: Parameters<StateStore['listRuns']>[0]) => store.listRuns(page),
    idOf: ({ id }: Run) => id,
    // Run ids begin with the time at which the run began.
    isAfter: (id: string, last: string) => id < last,
  };
  const accept = (run: Run) => identity === undefined || run.identity === identity;
  return pageThrough('runs', [source], { top, skipToken, accept });
}
