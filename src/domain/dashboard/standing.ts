// How loudly the dashboard must speak of an identity: what is said below is only as good as the runs that saw it.
import type { Condition } from '../condition.ts';
import { finding, type Finding } from '../finding.ts';
import type { IdentityRecord } from '../identity-record.ts';
import type { Link } from '../link.ts';

/** What is known of an identity's runs. */
export type RunStanding =
  /** None has ended. */
  | 'none-yet'
  /** None came through; nothing is known. */
  | 'never-through'
  /** The last ones were not `failed`, but too long ago. */
  | 'stale'
  /** The last one failed; what earlier ones saw stands. */
  | 'failing'
  /** The last one could not read all. */
  | 'partial'
  | 'well';

/** @param observedAt end of the last run that was not `failed` */
export function runStanding({
  lastRun,
  observedAt,
  stale,
}: Pick<IdentityRecord, 'observedAt'> & {
  lastRun: IdentityRecord['lastRun'] | null;
  stale: boolean;
}): RunStanding {
  if (lastRun === null || lastRun === undefined) return 'none-yet';
  if (observedAt === undefined) return 'never-through';
  if (lastRun.state === 'failed') return 'failing';
  if (stale) return 'stale';
  return lastRun.state === 'partial' ? 'partial' : 'well';
}

/** What is wrong with the link, as findings say it; undefined where it is right. */
export function linkFinding(link: Link & { conditions: readonly Condition[] }): Finding | undefined {
  const { state, partnerId = 'another one', wantedPartnerId } = link;
  switch (state) {
    case 'right':
      return undefined;
    case 'none':
      return finding('link-missing', wantedPartnerId);
    case 'other':
      return finding('link-other-partner', partnerId, wantedPartnerId);
    case 'unreadable': {
      const cause = link.conditions.find(({ type }) => type === 'Linked')?.message;
      return finding('link-unreadable', cause ?? 'No run has come to read it yet.');
    }
  }
}
