// What a run's own view says of what ought to be delegated, and what that adds to the run. It stands before the run's
// own commit, so that the run can say what was told; a run killed between the two has told it, and nobody tells it again.
import { missingFindings } from '../domain/expected-subscription.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import { presenceOf, presenceSince, type Presence } from '../domain/judge-expected.ts';
import type { Conclusion } from './conclude-run.ts';
import { followExpected } from './follow-expected.ts';
import type { Keeper } from './keeper.ts';

/** A dry or failed run judges nothing. Where the list cannot be read or written now, the next run does it. */
export async function judgeExpectedAfter(keeper: Keeper, conclusion: Conclusion): Promise<Conclusion> {
  const { run, change } = conclusion;
  if (run.dryRun || run.state === 'failed') return conclusion;
  const { startedAt, endedAt = startedAt } = run;
  const { entries, events } = await followExpected(
    keeper,
    { identity: run.identity, runId: run.id, startedAt, now: endedAt },
    ownSight(conclusion),
  );
  const told = {
    ...run,
    events: run.events + events.length,
    findings: [...run.findings, ...missingFindings(entries)],
  };
  return { ...conclusion, run: told, change: { ...change, runs: [told] } };
}

function ownSight({
  run,
  change,
  rows,
  observations,
  readAt,
}: Conclusion): (entry: ExpectedSubscription) => Presence {
  const put = new Map((change.putRows ?? []).map((row) => [row.subscriptionId, row]));
  const deleted = new Set(change.deleteRows);
  // What cannot be read may stand in no row, or in one that says what was seen last.
  const unread = new Set(
    observations.flatMap((seen) => (seen.kind === 'unread' ? [seen.subscriptionId] : [])),
  );
  return (entry) => {
    const { subscriptionId: id } = entry;
    const since = presenceSince(entry, run.identity, { startedAt: run.startedAt, endedAt: readAt });
    if (since !== undefined) return since;
    if (unread.has(id)) return 'unread';
    return deleted.has(id) ? 'absent' : presenceOf(put.get(id) ?? rows.get(id));
  };
}
