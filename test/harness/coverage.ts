// A month of the calendar as a word of letters, which a test can write by hand.

const WORDS: Record<string, string> = { P: 'pec', p: 'partial', n: 'none', u: 'unobserved' };

/** Days in runs, as in '9P 1p 3n': nine days of pec, a partial one, three of none. */
export function days(runs: string): string[] {
  return runs.split(' ').flatMap((run) => {
    const [, count = '', letter = ''] = /^(\d+)([Ppnu])$/.exec(run) ?? [];
    const word = WORDS[letter];
    if (word === undefined) throw new Error(`'${run}' is not a count and one of P, p, n, u.`);
    return Array.from({ length: Number(count) }, () => word);
  });
}
