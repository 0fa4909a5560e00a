// What a run's own view says of what ought to be delegated, and what that adds to the run. It stands before the run's
// own commit, so that the run can say what was told; a run killed between the two has told it, and nobody tells it again.
import { missingFindings } from '../domain/expected-subscription.ts';
import { presenceOf, type Presence } from '../domain/judge-expected.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import type { Change } from '../ports/store.ts';
import type { Conclusion } from './conclude-run.ts';
import { followExpected } from './follow-expected.ts';
import type { Keeper } from './keeper.ts';
import type { FleetView } from './observe-fleet.ts';

/** @param rows as they stood before the run */
export async function judgeExpectedAfter(
  keeper: Keeper,
  conclusion: Conclusion,
  rows: ReadonlyMap<string, SubscriptionRow>,
  view: FleetView,
): Promise<Conclusion> {
  const { run, change } = conclusion;
  if (run.dryRun || run.state === 'failed') return conclusion;
  const { entries, events } = await followExpected(
    keeper,
    { identity: run.identity, runId: run.id, now: run.endedAt ?? run.startedAt },
    ownSight(rows, change, view),
  );
  const told = {
    ...run,
    events: run.events + events.length,
    findings: [...run.findings, ...missingFindings(entries)],
  };
  return { run: told, change: { ...change, runs: [told] } };
}

function ownSight(
  before: ReadonlyMap<string, SubscriptionRow>,
  { putRows = [], deleteRows = [] }: Change,
  { observations }: FleetView,
): (subscriptionId: string) => Presence {
  const put = new Map(putRows.map((row) => [row.subscriptionId, row]));
  const deleted = new Set(deleteRows);
  // What cannot be read may stand in no row, or in one that says what was seen last.
  const unread = new Set(
    observations.flatMap((seen) => (seen.kind === 'unread' ? [seen.subscriptionId] : [])),
  );
  return (id) => {
    if (unread.has(id)) return 'unread';
    return deleted.has(id) ? 'absent' : presenceOf(put.get(id) ?? before.get(id));
  };
}
