// Keeps the PAL link right: read, decide, write, read back. Nothing is said to be done that was not read back.
import { findingsOfLink } from '../domain/assess.ts';
import { finding, type Finding } from '../domain/finding.ts';
import { planLink, toLink, type LinkAction, type LinkObservation, type LinkPolicy } from '../domain/link.ts';
import type { AzureSession } from '../ports/azure.ts';
import { writeLink } from './write-link.ts';

export interface LinkOutcome {
  before: LinkObservation;
  action: LinkAction;
  after: LinkObservation;
  findings: Finding[];
  /** A write went out, whatever came of it. */
  wrote: boolean;
}

export interface LinkWish {
  partnerId: string;
  policy: LinkPolicy;
  dryRun: boolean;
  /** Called before the first write goes out; what it throws keeps the write from going out. */
  beforeWrite: (before: LinkObservation) => Promise<void>;
}

/** Never throws AzureFailure: what Azure refuses or does not say is in the outcome. @throws what `beforeWrite` throws */
export async function keepLink(session: AzureSession, wish: LinkWish): Promise<LinkOutcome> {
  const before = await session.readLink();
  const plan = planLink(toLink(before, wish.partnerId).state, wish.partnerId, wish.policy);
  if (!('partnerId' in plan)) return outcome(wish, { before, action: plan.action, after: before });
  if (wish.dryRun) return outcome(wish, { before, action: 'planned', after: before });
  await wish.beforeWrite(before);
  const { answer, after } = await writeLink(session, plan, before);
  const action = plan.action === 'create' ? 'created' : 'changed';
  const written = (done: LinkAction, refusedBecause?: string) => ({
    ...outcome(wish, { before, action: done, after }, refusedBecause),
    wrote: true,
  });
  // Refused and right all the same: somebody else wrote it in between.
  if (toLink(after, wish.partnerId).state === 'right')
    return written(answer.kind === 'refused' ? 'none' : action);
  if (answer.kind !== 'accepted') return written('refused', answer.cause);
  if (after.kind === 'unreadable') return written(action);
  return written('refused', 'it was acknowledged, but reading the link back shows it unchanged.');
}

function outcome(
  wish: LinkWish,
  seen: Pick<LinkOutcome, 'before' | 'action' | 'after'>,
  refusedBecause?: string,
): LinkOutcome {
  const findings = findingsOfLink(seen.after, wish.partnerId);
  if (refusedBecause !== undefined) findings.unshift(finding('link-refused', refusedBecause));
  return { ...seen, findings, wrote: false };
}
