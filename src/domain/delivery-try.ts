// When a letter is tried, and what follows from a try: contract §7.9.
import { without, type DeliveryRecord, type Letter, type ReceiverName } from './delivery.ts';

export type TryOutcome =
  | { kind: 'delivered' }
  /** It failed, or was not allowed to be made: `refused`. `cause`: a code or a few words, never an address. */
  | {
      kind: 'failed' | 'refused';
      cause: string;
      status?: number | undefined;
      /** What the receiver asked to wait. */ retryAfterMs?: number | undefined;
    }
  /** 410: the receiver wants nothing any more. */
  | { kind: 'gone' };

export interface Try {
  /** Which letter. */
  id: string;
  /** Of the address that it went to. */
  fingerprint: string;
  outcome: TryOutcome;
  now: Date;
  /** From 0 up to 1: spreads those that failed together. */
  random: number;
}

export const MOST_TRIES = 10;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;
const SHORTEST_ASKED_MS = 1000;
const LONGEST_ASKED_MS = 24 * 3_600_000;
const GONE = 410;

/** Those of a receiver that may be tried now, oldest first. */
export function dueLetters(record: DeliveryRecord, receiver: ReceiverName, now: Date): Letter[] {
  const { notBefore, disabled = false } = record.receivers[receiver] ?? {};
  if (disabled || (notBefore !== undefined && isPutOff(notBefore, now))) return [];
  return record.letters.filter((letter) => letter.receiver === receiver && isDue(letter, now));
}

/** Longer than a receiver may ask for is what it asked before the clock was set back. */
function isPutOff(notBefore: string, now: Date): boolean {
  const leftMs = Date.parse(notBefore) - now.getTime();
  return leftMs > 0 && leftMs <= LONGEST_ASKED_MS;
}

/** Also where the clock was set back since it was written or tried: what waits for the later time may wait for months. */
function isDue({ attempts, nextAt, lastAt }: Letter, now: Date): boolean {
  if (nextAt === undefined) return false;
  const at = now.toISOString();
  return nextAt <= at || attempts === 0 || (lastAt !== undefined && lastAt > at);
}

export function afterTry(
  record: DeliveryRecord,
  { id, fingerprint, outcome, now, random }: Try,
): DeliveryRecord {
  const letter = record.letters.find((each) => each.id === id);
  if (letter === undefined || outcome.kind === 'delivered') return without(record, id);
  const receivers = { ...record.receivers };
  if (outcome.kind === 'gone') {
    receivers[letter.receiver] = { fingerprint, disabled: true };
    return { ...record, receivers, letters: record.letters.map((each) => afterGone(each, letter, now)) };
  }
  const asked = outcome.retryAfterMs;
  if (asked !== undefined)
    receivers[letter.receiver] = { fingerprint, disabled: false, notBefore: after(now, askedWaitMs(asked)) };
  const next = afterFailure(letter, outcome, now, random);
  return { ...record, receivers, letters: record.letters.map((each) => (each.id === id ? next : each)) };
}

function afterFailure(
  letter: Letter,
  { status, retryAfterMs }: Extract<TryOutcome, { cause: string }>,
  now: Date,
  random: number,
): Letter {
  const { nextAt: _, lastStatus: __, ...rest } = letter;
  const attempts = letter.attempts + 1;
  const waitMs = retryAfterMs === undefined ? backoffMs(attempts, random) : askedWaitMs(retryAfterMs);
  return {
    ...rest,
    attempts,
    ...(attempts < MOST_TRIES && { nextAt: after(now, waitMs) }),
    ...(status !== undefined && { lastStatus: status }),
    lastAt: now.toISOString(),
  };
}

/** All that was on its way to the receiver is dead with it. */
function afterGone(each: Letter, tried: Letter, now: Date): Letter {
  const { nextAt, ...rest } = each;
  if (each.receiver !== tried.receiver || nextAt === undefined) return each;
  const attempts = each.attempts + (each.id === tried.id ? 1 : 0);
  return { ...rest, attempts, lastStatus: GONE, lastAt: now.toISOString() };
}

/** After that many tries: 10 s, doubled with each up to 1 h; of that at least the half. */
export function backoffMs(attempts: number, random: number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
  return Math.round(most * (0.5 + random / 2));
}

function askedWaitMs(ms: number): number {
  return Math.min(Math.max(ms, SHORTEST_ASKED_MS), LONGEST_ASKED_MS);
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}

/** Of a Retry-After header, seconds or a date (RFC 9110 §10.2.3), in ms; undefined where it says neither. */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
