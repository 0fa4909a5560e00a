// The steps that the calendar is made of: what runs saw of a subscription, where it differs from what they saw before.
// A quiet run takes none; what was seen at any time is found by going back from the row as it stands.
import type { Recognition } from './recognition.ts';
import type { SubscriptionRow } from './row.ts';

/**
 * What the last run that looked saw: a recognition (`unknown`: it was read, but no official answer exists), `unread`
 * where nothing can be concluded, `absent` where there is no row, so that nothing was delegated as far as anybody saw.
 */
export type SeenWord = Recognition | 'unread' | 'absent';

export interface WordChange {
  subscriptionId: string;
  /** ISO 8601 UTC: the end of the run that saw it. */
  time: string;
  from: SeenWord;
  to: SeenWord;
}

export function seenWord(row: SubscriptionRow | undefined): SeenWord {
  if (row === undefined) return 'absent';
  // With a link that could not be read, whatever the link could change was not seen either.
  const isOpen = !row.read || row.findings.some(({ code }) => code === 'link-unreadable');
  return row.recognition === 'unknown' && isOpen ? 'unread' : row.recognition;
}
