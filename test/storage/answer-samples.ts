// Claims and an answer to keep.
import type { AnswerClaim, KeptAnswer } from '../../src/ports/answers.ts';

export const HOLD_MS = 300_000;
export const KEPT_MS = 24 * 3_600_000;

export const ANSWER: KeptAnswer = {
  status: 201,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: '{"name":"Überseehafen \\"prod\\" 東京 🗼\\n"}',
};

/** The same id for the same number; `first` is how it begins. */
export function claimOf(number: number, fingerprint = 'asked', first = 'ab'): AnswerClaim {
  return { id: first + number.toString(16).padStart(62, '0'), fingerprint, holdMs: HOLD_MS };
}
