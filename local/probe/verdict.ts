// What can be said of one assumption, and the rules that several checks share.
import { defaultAssumptions } from '../cloud/assumptions.ts';
import type { ErrorAnswer } from '../cloud/answer.ts';
import type { Answer } from './azure-reader.ts';
import type { Sight } from './sight.ts';

export type Verdict =
  | { verdict: 'confirmed' | 'differs'; seen: string }
  /** `wouldShow`: what would. */
  | { verdict: 'not-seen'; seen: string; wouldShow: string };

export interface Check {
  /** A sentence: what the simulated Azure does. */
  assumed: string;
  judge: (sight: Sight) => Verdict;
}

export const assumed = defaultAssumptions;

export function confirmed(seen: string): Verdict {
  return { verdict: 'confirmed', seen };
}

export function differs(seen: string): Verdict {
  return { verdict: 'differs', seen };
}

export function notSeen(seen: string, wouldShow: string): Verdict {
  return { verdict: 'not-seen', seen, wouldShow };
}

export function either(isAsAssumed: boolean, seen: string): Verdict {
  return isAsAssumed ? confirmed(seen) : differs(seen);
}

/** Only a write shows it, and the probe makes none. */
export function onlyByWriting(what: string): Check['judge'] {
  return () => notSeen('Only a write shows it.', what);
}

export function shown({ status, code }: Answer): string {
  if (status === 0) return `No answer came (${code}).`;
  return `${status}${code === '' ? '' : ` ${code}`}`;
}

/** It says nothing of what was asked: it never came, or Azure had no time for it. */
export function isNoAnswer({ status }: Answer): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** Status and code; messages are for people and are compared with nothing. */
export function likeError(answer: Answer, error: Pick<ErrorAnswer, 'status' | 'code'>): Verdict {
  if (isNoAnswer(answer)) return notSeen(shown(answer), 'Run the probe again.');
  return either(answer.status === error.status && answer.code === error.code, shown(answer));
}
