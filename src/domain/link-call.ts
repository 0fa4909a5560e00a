// What a caller asks of the link (contract §7.6): in which order it is refused, what is written, and what came of it.
import type { Link } from './link.ts';

const ID_PREFIX = 'link-';

/** A call's id stands where a run's does: in its lease, its events and its message. */
export function toLinkCallId(unique: string): string {
  return `${ID_PREFIX}${unique}`;
}

export function isLinkCallId(runId: string): boolean {
  return runId.startsWith(ID_PREFIX);
}

/** `remove` is for a caller alone: the loop never leaves a principal without a link. */
export type LinkOrder =
  { action: 'create' | 'change'; partnerId: string } | { action: 'remove'; partnerId: string };

export type LinkCallPlan =
  | { kind: 'write'; order: LinkOrder }
  /** It is so already. */
  | { kind: 'keep' }
  /** What the caller took for standing does not stand. */
  | { kind: 'precondition-failed' }
  /** The settings want another id, and the caller did not say that this is meant. */
  | { kind: 'differs' }
  /** There is no link to remove. */
  | { kind: 'missing' }
  /** The id that was said is not the one that is linked. */
  | { kind: 'not-confirmed' };

/** @param link one that could be read @param allowed whether what the caller took for standing does stand */
export function planPut(
  { state, partnerId: linked, wantedPartnerId }: Link,
  { partnerId, override }: { partnerId: string; override: boolean },
  allowed: boolean,
): LinkCallPlan {
  if (!allowed) return { kind: 'precondition-failed' };
  if (partnerId !== wantedPartnerId && !override) return { kind: 'differs' };
  if (partnerId === linked) return { kind: 'keep' };
  return { kind: 'write', order: { action: state === 'none' ? 'create' : 'change', partnerId } };
}

/** @param link one that could be read @param allowed whether what the caller took for standing does stand */
export function planDelete({ partnerId: linked }: Link, confirm: string, allowed: boolean): LinkCallPlan {
  if (linked === undefined) return { kind: 'missing' };
  if (!allowed) return { kind: 'precondition-failed' };
  if (confirm !== linked) return { kind: 'not-confirmed' };
  return { kind: 'write', order: { action: 'remove', partnerId: linked } };
}

/** What came of a write, as far as it was heard. */
export type WriteKind = 'accepted' | 'refused' | 'unanswered';

export type LinkCallOutcome =
  /** It is as the caller wants it; `byOther`: somebody else made it so, for ours was refused. */
  | { kind: 'done'; byOther: boolean }
  | { kind: 'refused' }
  /** It may have been done or not: it cannot be read back. */
  | { kind: 'unread' }
  /** It was acknowledged, and yet something else stands there. */
  | { kind: 'unconfirmed' }
  /** No answer came, and it was not done. */
  | { kind: 'failed' };

/** Only what is read back counts. */
export function outcomeOfWrite(order: LinkOrder, answer: WriteKind, after: Link): LinkCallOutcome {
  const isWished = order.action === 'remove' ? after.state === 'none' : after.partnerId === order.partnerId;
  if (isWished) return { kind: 'done', byOther: answer === 'refused' };
  if (answer === 'refused') return { kind: 'refused' };
  if (after.state === 'unreadable') return { kind: 'unread' };
  return { kind: answer === 'accepted' ? 'unconfirmed' : 'failed' };
}

/** What was done, as events tell it. */
export function doneWith({ action }: LinkOrder): 'created' | 'changed' | 'removed' {
  switch (action) {
    case 'create':
      return 'created';
    case 'change':
      return 'changed';
    case 'remove':
      return 'removed';
  }
}
