// What can be said of one reason. Nothing is `ok` that was not read.
import type { Finding, FindingCode } from '../finding.ts';

/** `unseen`: it cannot be told from here. `why`: a sentence, where more is to be said than where to look. */
export type Judgement =
  { kind: 'ok' } | { kind: 'found'; finding: Finding } | { kind: 'unseen'; why?: string };

export const OK: Judgement = { kind: 'ok' };
export const UNSEEN: Judgement = { kind: 'unseen' };

export function found(finding: Finding): Judgement {
  return { kind: 'found', finding };
}

export function unseen(why: string): Judgement {
  return { kind: 'unseen', why };
}

/** The first of these codes, in this order, that stands among the findings. */
export function firstOf(findings: readonly Finding[], codes: readonly FindingCode[]): Finding | undefined {
  return codes.map((code) => findings.find((each) => each.code === code)).find((each) => each !== undefined);
}
