// How long ago something was, or how far ahead it lies, as people say it.

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A time that is less than two of a unit away is told in the next smaller one: '26 hours ago', not '1 day ago'. */
const LEAST_OF_A_UNIT = 2;

const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** @param time ISO 8601 @param now ISO 8601 */
export function ageText(time: string, now: string): string {
  const ms = Date.parse(time) - Date.parse(now);
  for (const [unit, length] of UNITS) {
    const count = Math.trunc(ms / length);
    if (Math.abs(count) >= (unit === 'minute' ? 1 : LEAST_OF_A_UNIT)) return FORMAT.format(count, unit);
  }
  return ms > 0 ? 'in a moment' : 'just now';
}

/** '6 hours', '90 minutes'. @param ms above zero */
export function durationText(ms: number): string {
  const [unit, length] = UNITS.find((each) => ms % each[1] === 0) ?? UNITS[2];
  const count = Math.round(ms / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
