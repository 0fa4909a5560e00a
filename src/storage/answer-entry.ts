// What stands under one id of an answer, in every store, and what it says to who comes now.
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { AnswerClaim, AnswerHold, ClaimedAnswer, KeptAnswer } from '../ports/answers.ts';
import { StoreUnavailable } from '../ports/store.ts';

/** So long after its end an entry is removed, and no sooner: a slow process may still be deciding on it. */
export const DEAD_MS = 3_600_000;

const entrySchema = z.object({
  fingerprint: z.string(),
  holder: z.string(),
  /** Until when the work may take, or the answer is kept. */
  until: z.iso.datetime(),
  answer: z
    .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
    .optional(),
  /** Entities beside this one that hold the whole entry, where it is too large for one. */
  parts: z.int().positive().optional(),
});

export type AnswerEntry = z.infer<typeof entrySchema>;

export function newHold({ id, fingerprint }: AnswerClaim): AnswerHold {
  return { id, fingerprint, holder: randomBytes(12).toString('hex') };
}

/** Nobody else may do the work until it is kept, freed, or the time is up. */
export function heldEntry(hold: AnswerHold, holdMs: number, now: Date): AnswerEntry {
  return entry(hold, now.getTime() + holdMs);
}

/** Whoever comes with the key gets this answer for `keptMs` from now on. */
export function keptEntry(hold: AnswerHold, answer: KeptAnswer, keptMs: number, now: Date): AnswerEntry {
  return { ...entry(hold, now.getTime() + keptMs), answer: { ...answer, headers: { ...answer.headers } } };
}

/** Stands for nothing any more. */
export function freedEntry(hold: AnswerHold, now: Date): AnswerEntry {
  return entry(hold, now.getTime());
}

function entry({ fingerprint, holder }: AnswerHold, until: number): AnswerEntry {
  return { fingerprint, holder, until: new Date(until).toISOString() };
}

/** undefined: the id is free. @param claim of who comes now: everybody holds for as long */
export function standingAnswer(
  found: AnswerEntry | undefined,
  { holdMs }: Pick<AnswerClaim, 'holdMs'>,
  now: Date,
): Exclude<ClaimedAnswer, { kind: 'granted' }> | undefined {
  const leftMs = found === undefined ? 0 : Date.parse(found.until) - now.getTime();
  if (found === undefined || leftMs <= 0) return undefined;
  const { fingerprint, answer, parts } = found;
  if (answer !== undefined) return { kind: 'kept', fingerprint, answer };
  // Far longer than anybody holds it: that was before the clock was set back, and whoever did may be long dead.
  if (leftMs > 2 * holdMs && parts === undefined) return undefined;
  return { kind: 'held', fingerprint };
}

/** Over for so long that nobody can be deciding on it any more: it may be deleted. */
export function isDead({ until }: AnswerEntry, now: Date): boolean {
  return Date.parse(until) + DEAD_MS <= now.getTime();
}

/** @throws StoreUnavailable where it is damaged */
export function parseEntry(text: string, name: string): AnswerEntry {
  const parsed = entrySchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new StoreUnavailable(
    `${name} is not what was written: remove it, and its Idempotency-Key is free again.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
