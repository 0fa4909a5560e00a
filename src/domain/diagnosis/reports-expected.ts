// When Microsoft's reports can be expected to show it: counted from when it earns (facts: pal-pec-lighthouse.md §2
// 'Delays'), and never promised where nothing earns or nobody knows.
import type { Finding } from '../finding.ts';
import type { SubscriptionRow } from '../row.ts';
import { isSeenNotEnabled } from '../subscription-state.ts';
import type { Sight } from './sight.ts';

export interface ReportsExpected {
  /** ISO 8601 UTC: by then the first of Microsoft's records shows the credit; null while nothing is to be expected. */
  earliest: string | null;
  text: string;
}

const HOUR_MS = 3_600_000;
/** Cost Management: the credit within 48 h of access [PEC-X]. */
const CREDIT_MS = 48 * HOUR_MS;
/** Partner Center Insights: latency of Azure usage [INS-FAQ]. */
const INSIGHTS_MS = 4 * 24 * HOUR_MS;

export function isEarning({ recognition }: Pick<SubscriptionRow, 'recognition'>): boolean {
  return recognition === 'pec' || recognition === 'pec-partial';
}

/** @param foundFirst what is to be mended first, if anything was found */
export function reportsExpected({ row, doubt }: Sight, foundFirst: Finding | undefined): ReportsExpected {
  if (!isEarning(row)) return { earliest: null, text: whatFirst(row, foundFirst) };
  if (doubt === undefined) return expectedSince(row);
  return { earliest: null, text: `Nothing can be promised before it is read again. ${doubt}` };
}

function expectedSince({ since, recognition, state }: SubscriptionRow): ReportsExpected {
  const at = Date.parse(since);
  const earliest = new Date(at + CREDIT_MS).toISOString();
  const sentences = [
    `It has earned since ${since}, as far as Keeper saw; access that is older shows sooner.`,
    `Cost Management shows the credit by ${earliest} (within 48 hours of access),`,
    `Partner Center Insights shows its usage from ${dateOf(at + INSIGHTS_MS)} (four days later),`,
    `and a customer that is new there in the refresh completed by ${dateOf(twentiethAfter(at))}.`,
    'Only days that are held whole are credited, and only usage is.',
  ];
  if (recognition === 'pec-partial') sentences.push('It is the resource groups alone that are shown.');
  if (isSeenNotEnabled(state))
    sentences.push(`The subscription is ${state}: what is not used is not credited.`);
  return { earliest, text: sentences.join(' ') };
}

function whatFirst({ recognition }: SubscriptionRow, foundFirst: Finding | undefined): string {
  const yet = recognition === 'unknown' ? 'Nothing can be promised yet.' : 'Nothing is to be expected yet.';
  const first =
    foundFirst === undefined
      ? `It is ${recognition}.`
      : `${foundFirst.message} What mends it: ${foundFirst.fix}`;
  return `${yet} ${first} The credit shows within 48 hours after it earns.`;
}

/** The 20th of the following month: one added on 25 March is shown on 20 April [INS-FAQ]. */
function twentiethAfter(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 20);
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
