// What may be concluded from what is remembered of a subscription: whether its delegations and the link were read, and
// lately enough to vouch for.
import { finding, type Finding } from '../finding.ts';
import type { IdentityRecord } from '../identity-record.ts';
import type { SubscriptionRow } from '../row.ts';
import { firstOf } from './judgement.ts';

export interface Remembered {
  /** Its observedAt says when it was last read. */
  row: SubscriptionRow;
  /** Absent where no run of the identity was ever kept. */
  record: IdentityRecord | undefined;
  /** ms since 1970 */
  now: number;
  /** After that time without a run that came through nothing is vouched for (contract §7.8). */
  staleAfterMs: number;
}

/** `doubt`: a sentence on why what was seen of the link cannot be vouched for now. */
export type LinkSight =
  | { kind: 'right' }
  | { kind: 'none' | 'other'; finding: Finding; doubt: string | undefined }
  | { kind: 'unseen'; doubt: string };

export interface Sight {
  row: SubscriptionRow;
  /** ISO 8601 UTC: when the delegations were last read. */
  observedAt: string;
  /** A sentence on why nothing may be called right that the delegations tell; undefined: they were read, and lately. */
  doubt: string | undefined;
  link: LinkSight;
  /** The same about the principal itself: whether Azure lets it in. */
  principalDoubt: string | undefined;
}

export function sightOf(remembered: Remembered): Sight {
  const { row } = remembered;
  const { observedAt } = row;
  return {
    row,
    observedAt,
    doubt: doubtOf(remembered, observedAt),
    link: linkSight(remembered),
    principalDoubt: principalDoubt(remembered),
  };
}

function doubtOf(remembered: Remembered, observedAt: string): string | undefined {
  const { row } = remembered;
  if (row.removedAt !== undefined) return 'Nothing is delegated any more: see reason 9.';
  // When it was read before, if ever, its observedAt does not tell.
  if (!row.read) return 'The last run could not read what is delegated (read-failed).';
  return staleness(remembered, observedAt);
}

function staleness({ now, staleAfterMs }: Remembered, readAt: string): string | undefined {
  if (now - Date.parse(readAt) <= staleAfterMs) return undefined;
  return `It was last read ${readAt}, too long ago to say how it stands now: POST /api/reconciliations reads it.`;
}

function principalDoubt(remembered: Remembered): string | undefined {
  const { observedAt, lastRun } = remembered.record ?? {};
  if (lastRun === undefined || observedAt === undefined) return 'No run has come through yet.';
  // A run that failed may not have got a token; whether the principal is the cause, its finding tells.
  if (lastRun.state === 'failed')
    return `The last run failed: GET /api/reconciliations/${lastRun.id} says why.`;
  return staleness(remembered, observedAt);
}

function linkSight(remembered: Remembered): LinkSight {
  const { row, record } = remembered;
  const isRowNewer = row.read && row.observedAt > (record?.observedAt ?? '');
  // A live check of this subscription alone has read the link after the last run.
  return isRowNewer ? linkOfRow(remembered) : linkOfRecord(remembered);
}

function linkOfRow(remembered: Remembered): LinkSight {
  const { findings, conditions, observedAt } = remembered.row;
  const doubt = staleness(remembered, observedAt);
  const told = firstOf(findings, ['link-missing', 'link-other-partner']);
  if (told !== undefined)
    return { kind: told.code === 'link-missing' ? 'none' : 'other', finding: told, doubt };
  const linked = conditions.find(({ type }) => type === 'Linked');
  if (linked?.status === 'True') return rightUnless(doubt);
  return { kind: 'unseen', doubt: linked?.message ?? 'The link was not read.' };
}

function linkOfRecord(remembered: Remembered): LinkSight {
  const { link, observedAt } = remembered.record ?? {};
  if (link === undefined || observedAt === undefined)
    return { kind: 'unseen', doubt: 'No run has read the link yet.' };
  const doubt = staleness(remembered, observedAt);
  const { state, partnerId = '', wantedPartnerId } = link;
  switch (state) {
    case 'none':
      return { kind: 'none', finding: finding('link-missing', wantedPartnerId), doubt };
    case 'other':
      return { kind: 'other', finding: finding('link-other-partner', partnerId, wantedPartnerId), doubt };
    case 'unreadable':
      return { kind: 'unseen', doubt: 'The last run could not read the link.' };
    case 'right':
      return rightUnless(doubt);
  }
}

function rightUnless(doubt: string | undefined): LinkSight {
  return doubt === undefined ? { kind: 'right' } : { kind: 'unseen', doubt };
}
