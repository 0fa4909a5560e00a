// What a caller who set or removed the link is told of it.
import type { LinkCallPlan } from '../domain/link-call.ts';
import type { LinkView } from '../domain/link-standing.ts';
import type { WrittenLink } from './conclude-link-call.ts';
import type { Keeper } from './keeper.ts';
import { viewOf } from './look-at-link.ts';

export type LinkCallAnswer =
  /** It is as the caller wants it. */
  | { kind: 'done'; view: LinkView }
  | Exclude<LinkCallPlan, { kind: 'write' | 'keep' }>
  | { kind: 'busy'; runId: string }
  /** Azure said no. `code`: its own. */
  | { kind: 'refused'; cause: string; code: string }
  /** Acknowledged, and yet something else stands there. */
  | { kind: 'unconfirmed' }
  /** It cannot be read, or was not done. */
  | { kind: 'unreadable'; cause: string }
  /** The lease went to another process before anything was written. */
  | { kind: 'lease-lost' }
  /** It is done, and could not be remembered now; the next run tells it. */
  | { kind: 'not-kept' };

/** Said of what was read back, and of nothing else. */
export function answerTo(
  keeper: Keeper,
  { record, answer, after, outcome, time }: WrittenLink,
): LinkCallAnswer {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', view: viewOf(keeper, record, after, record.principalId, time) };
    case 'unconfirmed':
      return { kind: 'unconfirmed' };
    case 'unread': {
      const why = after.kind === 'unreadable' ? after.cause : '';
      return {
        kind: 'unreadable',
        cause: `It was written, but cannot be read back now, so whether it was done is not known: ${why}`,
      };
    }
    case 'refused':
    case 'failed': {
      const cause = answer.kind === 'accepted' ? '' : answer.cause;
      if (answer.kind === 'refused' && answer.code !== undefined)
        return { kind: 'refused', cause, code: answer.code };
      return { kind: 'unreadable', cause: `The link was not changed: ${cause}` };
    }
  }
}
