// Which kinds of subscriptions a fleet has, in what shares, and what is true of each.
import type { TrueRecognition } from '../world.ts';

export type Story =
  | 'pec'
  | 'group-only'
  | 'reader'
  | 'unlisted'
  | 'through-group'
  | 'foreign'
  | 'platform'
  | 'failed'
  | 'under-way'
  | 'just-in-time';

interface Share {
  story: Story;
  recognition: TrueRecognition;
  /** Of each 100 subscriptions in a row. */
  percent: number;
}

/** A made-up mix, not a measured one: mostly right, and every other case often enough to matter. */
export const FLEET_SHARES: readonly Share[] = [
  { story: 'pec', recognition: 'pec', percent: 70 },
  { story: 'group-only', recognition: 'pec-partial', percent: 8 },
  { story: 'reader', recognition: 'pal-only', percent: 6 },
  { story: 'unlisted', recognition: 'unknown', percent: 4 },
  { story: 'through-group', recognition: 'unknown', percent: 3 },
  { story: 'platform', recognition: 'not-delegated', percent: 3 },
  { story: 'foreign', recognition: 'not-delegated', percent: 2 },
  { story: 'failed', recognition: 'none', percent: 2 },
  { story: 'under-way', recognition: 'unknown', percent: 1 },
  { story: 'just-in-time', recognition: 'none', percent: 1 },
];

const byPercent: readonly Share[] = FLEET_SHARES.flatMap((share) =>
  Array.from({ length: share.percent }, () => share),
);

/** The story of a subscription: 37 and 100 have no common factor, so each hundred in a row holds the exact shares. */
export function storyOf(number: number, seed: number): Share {
  const share = byPercent[(number * 37 + seed * 11) % 100];
  if (share === undefined) throw new Error(`A fleet needs whole numbers from 0: ${number}, seed ${seed}.`);
  return share;
}

/** A GUID that tells its kind (four hex digits), the fleet's seed and its number. */
export function fleetId(kind: string, seed: number, n: number): string {
  return `${kind}f1ee-${seed.toString(16).padStart(4, '0')}-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
