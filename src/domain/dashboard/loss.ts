// Whether a subscription earned more not long ago: what is lost stands before what was never there.
import { compareRecognition, type KnownRecognition, type Recognition } from '../recognition.ts';
import type { SeenWord, WordChange } from '../word-change.ts';

/** A loss is news for so long; after that it is how things stand. */
export const LOSS_IS_NEWS_MS = 31 * 24 * 3_600_000;

/**
 * The best word that it fell from; undefined where it did not fall, or where nothing is known now: what could not be
 * seen is no loss.
 * @param changes of this subscription, as far back as a loss is news
 */
export function fellFrom(
  recognition: Recognition,
  changes: readonly Pick<WordChange, 'from'>[],
): KnownRecognition | undefined {
  if (recognition === 'unknown') return undefined;
  return changes
    .map(({ from }) => from)
    .filter((word) => isKnown(word))
    .filter((word) => compareRecognition(word, recognition) > 0)
    .sort((a, b) => compareRecognition(b, a))[0];
}

function isKnown(word: SeenWord): word is KnownRecognition {
  return word !== 'unknown' && word !== 'unread' && word !== 'absent';
}
