// How long a throttled or failing answer asks to wait: the header is seconds or an HTTP date; Azure also sends ms.

/** Milliseconds from `now`, never negative; undefined where the answer does not say. */
export function readRetryAfterMs(
  header: (name: string) => string | undefined,
  now: Date,
): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = readNumber(header(name));
    if (ms !== undefined) return ms;
  }
  const value = header('retry-after');
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

function readNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}
