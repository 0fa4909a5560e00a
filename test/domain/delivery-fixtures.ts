// Letters to two receivers, alive and dead, and what a try makes of one.
import { EMPTY_DELIVERY, type DeliveryRecord, type Letter } from '../../src/domain/delivery.ts';
import { afterTry, type TryOutcome } from '../../src/domain/delivery-try.ts';

export const NOW = new Date('2026-01-02T00:00:00.000Z');
export const TEAMS = { name: 'teams', fingerprint: 'aa' } as const;
export const WEBHOOK = { name: 'webhook', fingerprint: 'bb' } as const;
export const BOTH = [TEAMS, WEBHOOK];
export const DAY = 24 * 3_600_000;

/** One that asked for a day of quiet. */
export const QUIET = {
  teams: { fingerprint: 'aa', disabled: false, notBefore: '2026-01-03T00:00:00.000Z' },
};

export function letter(changes: Partial<Letter> = {}): Letter {
  return {
    id: 'default-r1-webhook',
    receiver: 'webhook',
    runId: 'r1',
    time: '2026-01-01T23:59:00.000Z',
    attempts: 0,
    nextAt: NOW.toISOString(),
    ...changes,
  };
}

export function dead(changes: Partial<Letter> = {}): Letter {
  const { nextAt: _, ...rest } = letter({ attempts: 10, ...changes });
  return rest;
}

export function record(letters: Letter[], receivers: DeliveryRecord['receivers'] = {}): DeliveryRecord {
  return { ...EMPTY_DELIVERY, letters, receivers };
}

export function tried(before: DeliveryRecord, outcome: TryOutcome, now = NOW, random = 1): DeliveryRecord {
  return afterTry(before, { id: 'default-r1-webhook', fingerprint: 'bb', outcome, now, random });
}

export function later(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}
