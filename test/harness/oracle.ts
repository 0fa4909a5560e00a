// What rows must say of a world, from what the world says of itself.
import { demoExpected } from '../../local/cloud/worlds/demo.ts';
import type { TrueRecognition } from '../../local/cloud/world.ts';

/** Rows of the demo by subscription id, with the link right and GROUP_LOOKUP off. */
export function demoRows(): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [id, word] of demoExpected) {
    // Not delegated and our own are no rows; what cannot be read is unknown.
    if (word === 'not-delegated' || word === 'own-tenant') continue;
    rows.set(id, word === 'unreadable' ? 'unknown' : word);
  }
  return rows;
}

/** Rows of a fleet by subscription id: `expected` without what is not delegated. */
export function fleetRows(expected: ReadonlyMap<string, TrueRecognition>): Map<string, string> {
  return new Map([...expected].filter(([, word]) => word !== 'not-delegated'));
}

/** Totals as status and runs count them. */
export function countWords(words: Iterable<string>, notDelegated: number): Record<string, number> {
  const counts: Record<string, number> = { pec: 0, 'pec-partial': 0, 'pal-only': 0, none: 0, unknown: 0 };
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return { ...counts, notDelegated };
}

/** Recognitions by subscription id. */
export function wordsOf(
  rows: Iterable<{ subscriptionId: string; recognition: string }>,
): Map<string, string> {
  return new Map([...rows].map((row) => [row.subscriptionId, row.recognition]));
}
