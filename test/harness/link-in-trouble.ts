// The partner link over HTTP, where the store may fail a commit and Azure may be changed behind it.
import { expect, onTestFinished } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Change } from '../../src/ports/store.ts';
import { serveKeeper } from './host.ts';
import { linkClient } from './partner-link.ts';
import { overStore } from './store-wraps.ts';
import { HOUR, testClock } from './test-clock.ts';

export const OURS = DEMO_IDENTITY.partnerId;
export const OTHER = DEMO_OTHER_PARTNER_ID;
export const FOREIGN = '4444444';

/** In place of a commit of the store; `commit` is the real one. */
export type Commit = (change: Change, commit: () => Promise<void>, cloud: Cloud) => Promise<void>;

/** Under LINK_POLICY observe, so that nobody but the caller writes. */
export async function serveLink(linked: string | null, instead: Commit = (_, commit) => commit()) {
  const clock = testClock();
  const known: { cloud?: Cloud } = {};
  const served = await serveKeeper(
    { onTestFinished },
    {
      clock,
      settings: { LINK_POLICY: 'observe' },
      wrapStore: (store) =>
        overStore(store, {
          commit: async (lease, change) => {
            const { cloud } = known;
            const commit = () => store.commit(lease, change);
            await (cloud === undefined ? commit() : instead(change, commit, cloud));
          },
        }),
    },
  );
  known.cloud = served.cloud;
  if (linked !== null) served.cloud.setLink(linked);
  const run = async () => {
    clock.advance(6 * HOUR);
    const answer = await served.post('/api/reconciliations');
    expect(answer.status).toBe(200);
  };
  return { ...served, ...linkClient(served), clock, run };
}

export const isIntent = ({ identity, events }: Change) =>
  identity?.linkIntents !== undefined && events === undefined;
export const isConclusion = ({ events }: Change) => events !== undefined;
