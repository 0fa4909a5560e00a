// Things to store: whole ones, so that a store that drops a field is found out.
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { IdentityRecord } from '../../src/domain/identity-record.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { emptyTotals, type Run } from '../../src/domain/run.ts';

export const START = new Date('2026-03-01T00:00:00.000Z');

/** The same GUID for the same number; in the order of the numbers. */
export function guid(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

/** ISO 8601 UTC, so many minutes after the start. */
export function minutes(after: number): string {
  return new Date(START.getTime() + after * 60_000).toISOString();
}

export function sampleRow(subscriptionId: string, more: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    identity: 'default',
    subscriptionId,
    displayName: 'Überseehafen "prod" \\ 東京 🗼\n',
    tenantId: guid(0xffff),
    state: 'Enabled',
    recognition: 'pec',
    conditions: [
      {
        type: 'Delegated',
        status: 'True',
        reason: 'Found',
        message: 'It is delegated.',
        lastTransitionTime: minutes(0),
      },
    ],
    findings: [
      { code: 'resource-group-only', message: 'Only this one.', fix: 'Ask.', scope: '/subscriptions/x' },
    ],
    scopes: [],
    since: minutes(0),
    observedAt: minutes(1),
    read: true,
    baseline: true,
    events: 0,
    ...more,
  };
}

const UNREAD = { state: 'unreadable', wantedPartnerId: '1' } as const;

export function sampleRun(id: string, more: Partial<Run> = {}): Run {
  return {
    id,
    identity: 'default',
    trigger: 'timer',
    dryRun: false,
    state: 'succeeded',
    link: { before: UNREAD, action: 'none', after: UNREAD },
    startedAt: minutes(0),
    endedAt: minutes(1),
    totals: { ...emptyTotals(), pec: 3 },
    calls: { getPartner: 1 },
    events: 0,
    findings: [],
    ...more,
  };
}

export function sampleEvent(id: string, more: Partial<KeeperEvent> = {}): KeeperEvent {
  return {
    id,
    time: minutes(0),
    type: 'recognition.lost',
    identity: 'default',
    subscriptionId: guid(1),
    from: 'pec',
    to: 'none',
    findings: ['link-missing'],
    actor: 'observed',
    ...more,
  };
}

export function sampleRecord(more: Partial<IdentityRecord> = {}): IdentityRecord {
  return {
    name: 'default',
    principalId: guid(7),
    linkMemory: { everRight: true, lost: false },
    totals: emptyTotals(),
    firstRunAt: minutes(0),
    failing: false,
    roleNames: { [guid(9)]: 'Our role' },
    events: 0,
    ...more,
  };
}
