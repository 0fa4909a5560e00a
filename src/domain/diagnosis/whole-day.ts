// Whether what is recognised was held for the whole day, as far as runs saw: the last whole day (UTC) and today so far.
import { coverDays, type Watch, type WordStory } from '../calendar.ts';
import { storyOf } from '../evidence.ts';
import { finding } from '../finding.ts';
import type { Day } from '../month.ts';
import { isEarning } from './reports-expected.ts';
import type { SubscriptionRow } from '../row.ts';
import { seenWord, type SeenWord, type WordChange } from '../word-change.ts';
import { found, OK, unseen, type Judgement } from './judgement.ts';
import type { Sight } from './sight.ts';

const DAY_MS = 24 * 3_600_000;

/** Yesterday and today, in UTC. */
export interface Window {
  start: number;
  end: number;
  days: readonly [yesterday: Day, today: Day];
}

/** @param now ms since 1970 */
export function windowOf(now: number): Window {
  const today = dayOf(Math.floor(now / DAY_MS) * DAY_MS);
  const yesterday = dayOf(today.start - DAY_MS);
  return { start: yesterday.start, end: today.end, days: [yesterday, today] };
}

function dayOf(start: number): Day {
  return { date: new Date(start).toISOString().slice(0, 10), start, end: start + DAY_MS };
}

/**
 * `found`: recognised for a part of one of the two days. `ok`: for all of yesterday, and today nothing else was seen.
 * @param words of this subscription, newest first, back to where `readsBackTo` of the window says
 */
export function judgeWholeDay(
  { row, doubt }: Sight,
  { words, watch, now }: { words: readonly WordChange[]; watch: Watch; now: number },
): Judgement {
  const window = windowOf(now);
  const [yesterday, today] = window.days;
  const story = inWords(storyOf(seenWord(row), words, window), row);
  const covered = coverDays(story, watch, window, now);
  const coverageOf = ({ date }: Day) => covered.find((each) => each.date === date)?.coverage;
  for (const day of [today, yesterday])
    if (coverageOf(day) === 'partial') return found(finding('not-whole-day', day.date));
  if (doubt !== undefined) return unseen(doubt);
  if (!isEarning(row)) return unseen('It is not recognised now: first mend what is found beside.');
  if (coverageOf(yesterday) === 'pec') return OK;
  return unseen(`The last whole day, ${yesterday.date} (UTC), was not observed from end to end.`);
}

/**
 * The calendar calls a day of resource groups only `partial`. Here that is no matter of time: unless the whole
 * subscription is recognised now, its groups count as much as it.
 */
function inWords({ first, changes }: WordStory, { recognition }: SubscriptionRow): WordStory {
  if (recognition === 'pec') return { first, changes };
  const level = (word: SeenWord): SeenWord => (word === 'pec-partial' ? 'pec' : word);
  return { first: level(first), changes: changes.map(({ at, word }) => ({ at, word: level(word) })) };
}
