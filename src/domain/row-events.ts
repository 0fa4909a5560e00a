// Which events the step from an earlier row to its successor tells. Going to or from `unknown` is none: what counts
// is the last word that was known.
import type { FindingCode } from './finding.ts';
import type { SubscriptionRow } from './row.ts';
import { compareRecognition } from './recognition.ts';
import type { EventDetails } from './subject-events.ts';

/** @param atBaseline the identity's first run that did not fail: it tells no events of rows */
export function rowEvents(
  before: SubscriptionRow | undefined,
  after: SubscriptionRow,
  atBaseline: boolean,
): EventDetails[] {
  if (atBaseline) return [];
  return [...delegationEvents(before, after), ...recognitionEvents(before, after)].map((details) => ({
    ...details,
    subscriptionId: after.subscriptionId,
  }));
}

function delegationEvents(before: SubscriptionRow | undefined, after: SubscriptionRow): EventDetails[] {
  if (after.delegated === before?.delegated || after.delegated === undefined) return [];
  // It was so before: what was never delegated is never said to be so no more (next-row.ts).
  if (!after.delegated) return [observed('delegation.removed')];
  if (before === undefined) return [observed('delegation.added')];
  if (before.delegated === false) return [observed('delegation.returned')];
  return isFirstWordAtBaseline(before) ? [] : [observed('delegation.added')];
}

function recognitionEvents(before: SubscriptionRow | undefined, after: SubscriptionRow): EventDetails[] {
  const { recognition: to } = after;
  if (to === 'unknown') return [];
  if (before !== undefined && isFirstWordAtBaseline(before)) return [];
  const from = before?.lastKnown ?? 'none';
  const step = compareRecognition(to, from);
  if (step === 0) return [];
  const findings = [...new Set(after.findings.map(({ code }): FindingCode => code))];
  return [{ ...observed(step > 0 ? 'recognition.gained' : 'recognition.lost'), from, to, findings }];
}

/** A row that was only ever unknown: its first word is news only where it was not there at the baseline. */
function isFirstWordAtBaseline(before: SubscriptionRow): boolean {
  return before.baseline && before.lastKnown === undefined;
}

function observed(type: EventDetails['type']): EventDetails {
  return { type, actor: 'observed' };
}
