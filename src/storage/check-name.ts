// Names of what a check writes and removes again: they tell when, so that what a killed check left can be collected
// without harm to one that is under way.
import { randomUUID } from 'node:crypto';

/** Longer than any check takes. */
const OLD_MS = 3_600_000;
const NAME = /^(?:(\d+)\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export function newCheckName(now: Date): string {
  return `${now.getTime()}.${randomUUID()}`;
}

/** Whether it is the name of a check that was not finished; one without a time is of an earlier version. */
export function isSpentCheck(name: string, now: Date): boolean {
  const match = NAME.exec(name);
  return match !== null && Number(match[1] ?? 0) + OLD_MS < now.getTime();
}
