// Keys of runs and events: their order is newest first, so that a list is read from the front of the tree.

/** The last moment that a Date can hold, in ms. */
const END_OF_TIME = 8.64e15;
const DIGITS = 17;

/** @param time ISO 8601 */
export function logKey(time: string, id: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new RangeError(`'${time}' of '${id}' is not a time; expected ISO 8601 in UTC`);
  return `${countdown(ms)}/${id}`;
}

export function idOfLogKey(key: string): string {
  return key.slice(DIGITS + 1);
}

/** Below the key of everything that is older than that. */
export function keyBeforeOlderThan(ms: number): string {
  return countdown(ms - 1);
}

function countdown(ms: number): string {
  return String(END_OF_TIME - ms).padStart(DIGITS, '0');
}
