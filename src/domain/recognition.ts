// The word that a scope or subscription gets: does it earn partner earned credit (PEC) for this identity?

/** In the order in which people read them. */
export const RECOGNITIONS = ['pec', 'pec-partial', 'pal-only', 'none', 'unknown'] as const;

export type Recognition = (typeof RECOGNITIONS)[number];

/** A word that was seen, as opposed to `unknown`. */
export type KnownRecognition = Exclude<Recognition, 'unknown'>;

const RANK: Record<KnownRecognition, number> = { none: 0, 'pal-only': 1, 'pec-partial': 2, pec: 3 };

/** Below zero where `a` earns less than `b`; zero where they are the same word. */
export function compareRecognition(a: KnownRecognition, b: KnownRecognition): number {
  return RANK[a] - RANK[b];
}

/**
 * One word for a subscription out of its own scope's and its resource groups' words: `pec` only by the
 * subscription itself; then `pec-partial` by any group; then `unknown` before `pal-only` before `none`.
 */
export function rollUp(own: Recognition | undefined, groups: readonly Recognition[]): Recognition {
  if (own === 'pec') return 'pec';
  const all = own === undefined ? groups : [own, ...groups];
  return (
    (['pec-partial', 'unknown', 'pal-only'] as const).find((recognition) => all.includes(recognition)) ??
    'none'
  );
}
