// Reads the link at this moment, as the principal that the identity is known as, within the time of a call.
import { finding, type Finding } from '../domain/finding.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import { standingOf, type LinkView } from '../domain/link-standing.ts';
import { nextRunNote, type LinkObservation } from '../domain/link.ts';
import { AzureFailure, type AzureSession } from '../ports/azure.ts';
import { startDeadline, type Deadline } from '../ports/deadline.ts';
import type { Keeper } from './keeper.ts';

/** For all that a call asks of Azure; it answers within 30 s, and what is left is for storing and telling. */
export const LIVE_MS = 22_000;
/** A hanging answer must leave time to look what came of it. */
const TRY_LIMIT_MS = 5_000;

export type LinkSighting =
  | { kind: 'seen'; session: AzureSession; observed: Exclude<LinkObservation, { kind: 'unreadable' }> }
  /** `cause`: sentences, with what mends it. */
  | { kind: 'unseen'; cause: string };

/** What a caller is shown of the link now. It reads alone: what is remembered follows the runs. @throws StoreUnavailable */
export async function readPartnerLink(keeper: Keeper): Promise<LinkView> {
  const { store, identity, clock } = keeper;
  const record = await store.readIdentity(identity.name);
  const deadline = startDeadline(LIVE_MS, clock);
  try {
    const sighting = await lookAtLink(keeper, record, deadline);
    const now = clock.now().toISOString();
    if (sighting.kind === 'seen')
      return viewOf(keeper, record, sighting.observed, sighting.session.principalId, now);
    return viewOf(keeper, record, { kind: 'unreadable', cause: sighting.cause }, undefined, now);
  } finally {
    deadline.end();
  }
}

/** Never throws AzureFailure: what cannot be seen is `unseen`. @param record what is remembered of the identity */
export async function lookAtLink(
  { azure, identity }: Keeper,
  record: IdentityRecord | undefined,
  deadline: Deadline,
): Promise<LinkSighting> {
  let session: AzureSession;
  try {
    session = await azure.openSession(deadline, TRY_LIMIT_MS);
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    return unseen(finding('token-failed', error.message));
  }
  const expected = identity.principalId ?? record?.principalId;
  if (expected !== undefined && expected !== session.principalId)
    return unseen(finding('link-principal-mismatch', expected, session.principalId));
  const observed = await session.readLink();
  if (observed.kind === 'unreadable') return unseen(finding('link-unreadable', observed.cause));
  return { kind: 'seen', session, observed };
}

function unseen({ message, fix }: Finding): LinkSighting {
  return { kind: 'unseen', cause: `${message} ${fix}` };
}

/** @param now ISO 8601 UTC */
export function viewOf(
  { identity, linkPolicy }: Pick<Keeper, 'identity' | 'linkPolicy'>,
  record: Pick<IdentityRecord, 'link'> | undefined,
  observed: LinkObservation,
  principalId: string | undefined,
  now: string,
): LinkView {
  const { tenantId, partnerId } = identity;
  const link = standingOf(observed, partnerId, record?.link, now);
  const note = nextRunNote(link.state, partnerId, linkPolicy);
  return {
    tenantId,
    ...(principalId !== undefined && { principalId }),
    link: { ...link, ...(note !== undefined && { note }) },
  };
}
