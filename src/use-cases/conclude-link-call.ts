// Turns a caller's write of the link into what is remembered of it: the link, its history and what is to be told.
import type { LinkIntent, IdentityRecord } from '../domain/identity-record.ts';
import { doneWith, type LinkCallOutcome, type LinkOrder } from '../domain/link-call.ts';
import { afterTold } from '../domain/in-order.ts';
import { linkStepAfter, type LinkPassage } from '../domain/link-events.ts';
import { standingOf } from '../domain/link-standing.ts';
import { nextRunNote, toLink, type LinkObservation } from '../domain/link.ts';
import { tellEvents, type EventDetails } from '../domain/subject-events.ts';
import type { WriteAnswer } from '../ports/azure.ts';
import type { Change } from '../ports/store.ts';
import type { Keeper } from './keeper.ts';
import { nextOutbox } from './next-outbox.ts';

export interface WrittenLink {
  /** As it stood before the call, without its intent. */
  record: IdentityRecord;
  intent: Required<LinkIntent>;
  order: LinkOrder;
  answer: WriteAnswer;
  after: LinkObservation;
  outcome: LinkCallOutcome;
  /** ISO 8601 UTC: when it was read back. */
  time: string;
}

/** @param taken number of the last outbox entry that was taken over for delivery */
export function concludeLinkCall(
  keeper: Keeper,
  written: WrittenLink,
  taken: number,
): { change: Change; events: number } {
  const { identity, linkPolicy } = keeper;
  const { record, intent, after, outcome } = written;
  const { runId, before, call } = intent;
  const left = toLink(after, identity.partnerId);
  const { linkIntents = [], ...remembered } = record;
  const step = linkStepAfter(
    linkIntents,
    record.linkMemory,
    { before, action: actionOf(written), after: left, by: call.caller },
    outcome.kind === 'unread' ? intent : undefined,
  );
  const isOurs = outcome.kind === 'done' && !outcome.byOther;
  const note = isOurs ? nextRunNote(left.state, identity.partnerId, linkPolicy) : undefined;
  const subject = { identity: identity.name, name: 'identity', events: record.events };
  const time = step.events.length > 0 ? afterTold(written.time, [record.toldAt ?? '']) : written.time;
  const events = tellEvents(subject, noteLast(step.events, note), { runId, time });
  return {
    events: events.length,
    change: {
      identity: {
        ...remembered,
        ...(step.open.length > 0 && { linkIntents: step.open }),
        link: standingOf(after, identity.partnerId, record.link, time),
        linkMemory: step.memory,
        events: record.events + events.length,
        ...(events.length > 0 && { toldAt: time }),
        outbox: nextOutbox(keeper, record.outbox, taken, { runId, time, events: events.length }),
      },
      events,
    },
  };
}

function actionOf({ order, outcome }: WrittenLink): LinkPassage['action'] {
  switch (outcome.kind) {
    case 'done':
      return outcome.byOther ? 'none' : doneWith(order);
    case 'unread':
      return doneWith(order);
    case 'refused':
    case 'unconfirmed':
    case 'failed':
      return 'refused';
  }
}

/** The last one is the caller's own. */
function noteLast(events: readonly EventDetails[], note: string | undefined): EventDetails[] {
  return events.map((each, index) =>
    note !== undefined && index === events.length - 1 ? { ...each, note } : each,
  );
}
