// What lies in the spaces beside those of identities, and one change to each of which `generation` can be read.
import type { CheckedSubscription, ChecksRecord } from '../../src/domain/checked-subscription.ts';
import type { DeliveryRecord } from '../../src/domain/delivery.ts';
import type { ExpectedSubscription } from '../../src/domain/expected-subscription.ts';
import type { Outbox } from '../../src/domain/outbox.ts';
import type { WordChange } from '../../src/domain/word-change.ts';
import type { Change } from '../../src/ports/store.ts';
import { guid, minutes, sampleEvent, sampleRow } from './samples.ts';

export function sampleWord(subscriptionId: string, more: Partial<WordChange> = {}): WordChange {
  return { subscriptionId, time: minutes(0), from: 'absent', to: 'pec', ...more };
}

export function sampleExpected(
  subscriptionId: string,
  more: Partial<ExpectedSubscription> = {},
): ExpectedSubscription {
  return {
    subscriptionId,
    name: 'Überseehafen "prod" \\ 東京 🗼\n',
    customer: 'Contoso',
    note: 'ask Ann',
    dueAt: minutes(60),
    createdAt: minutes(0),
    state: 'waiting',
    events: 0,
    ...more,
  };
}

export function sampleOutbox(last: number): Outbox {
  return {
    entries: [{ number: last, identity: 'default', runId: `run-${last}`, time: minutes(last), events: 2 }],
    last,
  };
}

export function sampleDelivery(generation: number, more: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    taken: { identity: generation, expected: 1 },
    letters: [
      { id: 'a', receiver: 'teams', runId: 'run-1', time: minutes(1), attempts: 0, nextAt: minutes(2) },
      {
        id: 'b',
        receiver: 'webhook',
        runId: 'run-1',
        time: minutes(1),
        attempts: 10,
        lastStatus: 503,
        lastAt: minutes(9),
      },
    ],
    receivers: { teams: { fingerprint: 'f0', disabled: true } },
    ...more,
  };
}

export function everythingExpected(
  generation: number,
): Required<Pick<Change, 'expectedOutbox' | 'putExpected' | 'events'>> {
  return {
    expectedOutbox: sampleOutbox(generation),
    putExpected: [1, 2].map((number) => sampleExpected(guid(number), { events: generation })),
    events: [sampleEvent(`expected-${generation}`, { time: minutes(generation), type: 'expected.missing' })],
  };
}

export function everythingDelivery(generation: number): Required<Pick<Change, 'delivery'>> {
  return { delivery: sampleDelivery(generation) };
}

export function sampleChecks(last: number, more: Partial<ChecksRecord> = {}): ChecksRecord {
  return {
    last,
    outbox: sampleOutbox(last),
    asked: [{ subscriptionId: guid(8), at: minutes(1) }],
    ...more,
  };
}

export function sampleChecked(subscriptionId: string, number: number): CheckedSubscription {
  return { subscriptionId, number, at: minutes(number), row: sampleRow(subscriptionId, { events: number }) };
}

/** One row that stands, and one that is gone. */
export function everythingChecks(
  generation: number,
): Required<Pick<Change, 'checks' | 'putChecked' | 'events' | 'words'>> {
  return {
    checks: sampleChecks(generation),
    putChecked: [
      sampleChecked(guid(1), generation),
      { subscriptionId: guid(2), number: generation, at: minutes(generation) },
    ],
    events: [sampleEvent(`checks-${generation}`, { time: minutes(generation), type: 'delegation.added' })],
    words: [sampleWord(guid(1), { time: minutes(generation) })],
  };
}
