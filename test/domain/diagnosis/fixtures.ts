// What is remembered after a few looks, made by the rules that runs go by, and a diagnosis of it in short.
import { diagnose, type Diagnosis, type DiagnosisMatter } from '../../../src/domain/diagnosis/diagnose.ts';
import { windowOf } from '../../../src/domain/diagnosis/whole-day.ts';
import { readsBackTo } from '../../../src/domain/evidence.ts';
import type { IdentityRecord } from '../../../src/domain/identity-record.ts';
import { toLink, type LinkObservation } from '../../../src/domain/link.ts';
import { nextRow, type Observation, type Subscription } from '../../../src/domain/next-row.ts';
import type { GroupMembership } from '../../../src/domain/role-verdict.ts';
import type { SubscriptionRow } from '../../../src/domain/row.ts';
import { emptyTotals } from '../../../src/domain/run.ts';
import { seenWord, type WordChange } from '../../../src/domain/word-change.ts';
import type { Delegation } from '../../../src/domain/delegation.ts';
import { GROUPS_OFF, PARTNER, RIGHT, standing, SUBSCRIPTION, SUBSCRIPTION_ID } from '../fixtures.ts';

export const HOUR_MS = 3_600_000;

/** A run at a time of January 2026, and what it saw. */
export interface Look {
  /** 'DD hh:mm' */
  at: string;
  sees: Observation;
  link?: LinkObservation;
  groups?: GroupMembership;
}

export interface Past {
  looks: readonly Look[];
  /** 'DD hh:mm'; a minute after the last look unless told. */
  now?: string;
  record?: Partial<IdentityRecord> | 'none';
  row?: Partial<SubscriptionRow>;
}

function at(text: string): number {
  const [day = '', time = ''] = text.split(' ');
  return Date.parse(`2026-01-${day}T${time}:00.000Z`);
}

export function sees(delegations: Delegation[], state = 'Enabled'): Observation {
  return { kind: 'delegated', subscription: { ...SUBSCRIPTION, state }, delegations };
}

export const GONE: Observation = { kind: 'not-delegated', subscriptionId: SUBSCRIPTION_ID };
export const UNREAD = unreadOf(SUBSCRIPTION);

export function unreadOf(subscription: Subscription): Observation {
  const { subscriptionId } = subscription;
  return { kind: 'unread', subscriptionId, subscription, cause: 'Azure answered 500.' };
}

/** Every 6 hours, as the default schedule does. */
export function lookEvery6Hours(from: string, to: string, look: Omit<Look, 'at'>): Look[] {
  const looks: Look[] = [];
  for (let time = at(from); time <= at(to); time += 6 * HOUR_MS)
    looks.push({ ...look, at: new Date(time).toISOString().slice(8, 16).replace('T', ' ') });
  return looks;
}

export function remembered({ looks, now, record, row: over }: Past): DiagnosisMatter {
  let row: SubscriptionRow | undefined;
  const words: WordChange[] = [];
  const times = looks.map((look) => new Date(at(look.at)).toISOString());
  for (const [index, { sees: seen, link = RIGHT, groups = GROUPS_OFF }] of looks.entries()) {
    const time = times[index] ?? '';
    const moment = { identity: 'default', runId: `run-${index}`, now: time, baseline: index === 0 };
    const after = nextRow(row, seen, standing(link, groups), moment).row;
    const [from, to] = [seenWord(row), seenWord(after)];
    if (from !== to && index > 0) words.unshift({ subscriptionId: SUBSCRIPTION_ID, time, from, to });
    row = after;
  }
  if (row === undefined) throw new Error('Nothing is remembered.');
  const last = looks.at(-1);
  const observedAt = times.at(-1) ?? '';
  const nowMs = now === undefined ? Date.parse(observedAt) + 60_000 : at(now);
  const ofTheRecord: IdentityRecord = {
    name: 'default',
    linkMemory: { everRight: true, lost: false },
    totals: emptyTotals(),
    firstRunAt: times[0] ?? '',
    baselineAt: times[0] ?? '',
    observedAt,
    failing: false,
    roleNames: {},
    events: 0,
    link: { ...toLink(last?.link ?? RIGHT, PARTNER), conditions: [] },
    lastRun: { id: 'run-9', state: 'succeeded', startedAt: observedAt, endedAt: observedAt },
  };
  const since = readsBackTo(windowOf(nowMs));
  return {
    row: { ...row, ...over },
    record: record === 'none' ? undefined : { ...ofTheRecord, ...record },
    now: nowMs,
    staleAfterMs: 12 * HOUR_MS,
    words: words.filter(({ time }) => Date.parse(time) >= since),
    watch: { lookedAt: times.map((time) => Date.parse(time)), baselineAt: Date.parse(times[0] ?? '') },
  };
}

export function diagnoseOf(past: Past): Diagnosis {
  return diagnose(remembered(past));
}

/** In the order of their numbers, such as `1 ok`, `5 role-not-eligible`, `9 ?`. */
export function inShort({ reasons }: Diagnosis): string[] {
  return reasons.map(({ number, answer, finding }) => {
    if (answer === 'cannot-be-seen-from-here') return `${number} ?`;
    return answer === 'ok' ? `${number} ok` : `${number} ${finding?.code ?? 'without a finding'}`;
  });
}
