// Which events a run tells about the link, and what it remembers of it.
import type { LinkIntent, LinkMemory } from './identity-record.ts';
import type { Link, LinkAction } from './link.ts';
import type { EventDetails } from './subject-events.ts';

export interface LinkStep {
  memory: LinkMemory;
  events: EventDetails[];
}

/** The link as the run found it, what it did, and the link as it left it. */
export interface LinkPassage {
  before: Link;
  action: LinkAction;
  after: Link;
}

/**
 * The step of a run that may follow one which was killed between its write and its record: what that one had seen is
 * told now, and a link that is right since then is right by its write.
 */
export function linkStepAfter(
  intent: LinkIntent | undefined,
  memory: LinkMemory,
  { before, action, after }: LinkPassage,
): LinkStep {
  if (intent === undefined) return linkStep(memory, before, action, after);
  const seen = linkStep(memory, intent.before, 'none', intent.before);
  const written = intent.before.state === 'none' ? 'created' : 'changed';
  const step = linkStep(seen.memory, before, before.state === 'right' ? written : action, after);
  return { memory: step.memory, events: [...seen.events, ...step.events] };
}

/** @param before the link as the run found it, `after` as it left it */
export function linkStep(memory: LinkMemory, before: Link, action: LinkAction, after: Link): LinkStep {
  const lost = memory.everRight && !memory.lost && (before.state === 'none' || before.state === 'other');
  const isLost = memory.lost || lost;
  const right = after.state === 'right';
  const written = action === 'created' || action === 'changed';
  const heldPartnerId = action === 'held' && before.state === 'other' ? before.partnerId : undefined;
  const events: EventDetails[] = [];
  if (lost) events.push({ type: 'link.lost', actor: 'observed' });
  if (heldPartnerId !== undefined && heldPartnerId !== memory.heldPartnerId)
    events.push({ type: 'link.held', actor: 'observed' });
  if (right && isLost) events.push({ type: 'link.healed', actor: written ? 'keeper' : 'observed' });
  else if (right && written && !memory.everRight) events.push({ type: `link.${action}`, actor: 'keeper' });
  return {
    memory: {
      everRight: memory.everRight || before.state === 'right' || right,
      lost: isLost && !right,
      ...rememberHeld(memory, heldPartnerId, right),
    },
    events,
  };
}

/** An id is told once as long as it stays; where the link cannot be read it is remembered on. */
function rememberHeld(
  memory: LinkMemory,
  held: string | undefined,
  right: boolean,
): Pick<LinkMemory, 'heldPartnerId'> {
  const heldPartnerId = right ? undefined : (held ?? memory.heldPartnerId);
  return heldPartnerId === undefined ? {} : { heldPartnerId };
}
