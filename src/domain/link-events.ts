// Which events are told about the link, by a run or by a call that writes it, and what is remembered of it.
import type { Caller } from './access.ts';
import type { LinkIntent, LinkMemory } from './identity-record.ts';
import type { Link, LinkAction, LinkSight } from './link.ts';
import type { EventDetails } from './subject-events.ts';

export interface LinkStep {
  memory: LinkMemory;
  events: EventDetails[];
}

/** The link as it was found, what was done, and the link as it was left. */
export interface LinkPassage {
  before: Link;
  action: LinkAction | 'removed';
  after: Link;
  /** Who wrote, if anybody did. */
  by: 'keeper' | Caller;
}

export interface LinkStepAfter extends LinkStep {
  /** What stays to be read. */
  open: readonly LinkIntent[];
}

/** A process killed at every write must not let the record grow without end. */
const MOST_INTENTS = 20;

export function addIntent(
  intents: readonly LinkIntent[] | undefined,
  intent: LinkIntent,
): readonly LinkIntent[] {
  return [...(intents ?? []), intent].slice(-MOST_INTENTS);
}

/**
 * The step that may follow writes whose processes were killed before they could record them: what each had seen is told
 * now, and what came of it is what the next one found.
 * @param own the write of this passage itself, if one went out: it stays open where it cannot be read back
 */
export function linkStepAfter(
  intents: readonly LinkIntent[],
  memory: LinkMemory,
  passage: LinkPassage,
  own?: LinkIntent,
): LinkStepAfter {
  const steps = intents.map((intent, index) =>
    outcomeOf(intent, intents[index + 1]?.before ?? passage.before),
  );
  let known = memory;
  const events: EventDetails[] = [];
  for (const each of [...steps, passage]) {
    const step = linkStep(known, each);
    known = step.memory;
    events.push(...step.events);
  }
  return { memory: known, events, open: stillOpen(intents, passage, own) };
}

function stillOpen(
  intents: readonly LinkIntent[],
  { before, after }: LinkPassage,
  own: LinkIntent | undefined,
): readonly LinkIntent[] {
  // What the earlier ones of several came to was found by those after them.
  if (before.state === 'unreadable') return intents.slice(-1);
  return after.state === 'unreadable' && own !== undefined ? [own] : [];
}

/** @param found as the next one read it */
function outcomeOf({ before, call }: LinkIntent, found: Link): LinkPassage {
  const by = call?.caller ?? 'keeper';
  const wished = call === undefined ? before.wantedPartnerId : call.partnerId;
  const isDone = wished === null ? found.state === 'none' : found.partnerId === wished;
  if (!isDone) return { before, action: 'none', after: before, by };
  const written = before.state === 'none' ? 'created' : 'changed';
  return { before, action: wished === null ? 'removed' : written, after: found, by };
}

export function linkStep(memory: LinkMemory, passage: LinkPassage): LinkStep {
  const { before, action, after, by } = passage;
  const lost = memory.everRight && !memory.lost && isWrong(before);
  const isLost = memory.lost || lost;
  const right = after.state === 'right';
  const written = action === 'created' || action === 'changed' || action === 'removed';
  const takenAway = written && before.state === 'right' && isWrong(after);
  const heldPartnerId = action === 'held' && before.state === 'other' ? before.partnerId : undefined;
  const events: EventDetails[] = [];
  if (lost) events.push({ type: 'link.lost', actor: 'observed' });
  if (heldPartnerId !== undefined && heldPartnerId !== memory.heldPartnerId)
    events.push({ type: 'link.held', actor: 'observed' });
  if (takenAway) events.push({ type: 'link.lost', ...doneBy(passage) });
  else if (right && isLost)
    events.push({ type: 'link.healed', ...(written ? doneBy(passage) : { actor: 'observed' }) });
  else if (written && (right ? !memory.everRight : by !== 'keeper' && isWrong(after)))
    events.push({ type: action === 'created' ? 'link.created' : 'link.changed', ...doneBy(passage) });
  return {
    memory: {
      everRight: memory.everRight || before.state === 'right' || right,
      lost: (isLost || takenAway) && !right,
      ...rememberHeld(memory, heldPartnerId, right),
    },
    events,
  };
}

/** Seen, and not as it ought to be. */
function isWrong({ state }: Link): boolean {
  return state === 'none' || state === 'other';
}

/** What a caller did is told with what it was done to: the settings do not say it. */
function doneBy({ before, after, by }: LinkPassage): Pick<EventDetails, 'actor' | 'link'> {
  return by === 'keeper'
    ? { actor: by }
    : { actor: by, link: { before: sight(before), after: sight(after) } };
}

function sight({ state, partnerId }: Link): LinkSight {
  return { state, ...(partnerId !== undefined && { partnerId }) };
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
