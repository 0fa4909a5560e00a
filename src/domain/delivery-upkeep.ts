// What becomes of the delivery record by itself: settings change, and dead letters are not kept for ever.
import { isDead, type Addressee, type DeliveryRecord, type Letter } from './delivery.ts';

/** As long as the events that they tell. */
const DEAD_KEPT_MS = 400 * 24 * 3_600_000;
/** Of each receiver, the newest ones. */
export const MOST_DEAD = 100;

/**
 * Forgets what an address said that is set no more, ends what is on its way to a receiver that is set no more, and drops
 * dead letters that are too old or too many. The same record where there is nothing to do.
 */
export function keepUp(record: DeliveryRecord, addressees: readonly Addressee[], now: Date): DeliveryRecord {
  const receivers: DeliveryRecord['receivers'] = {};
  for (const { name, fingerprint } of addressees) {
    const memory = record.receivers[name];
    if (memory?.fingerprint === fingerprint) receivers[name] = memory;
  }
  const names = new Set(addressees.map(({ name }) => name));
  const letters = record.letters.map((letter) =>
    isDead(letter) || names.has(letter.receiver) ? letter : ended(letter),
  );
  const next = { ...record, receivers, letters: withoutOldDead(letters, now) };
  return JSON.stringify(next) === JSON.stringify(record) ? record : next;
}

function ended(letter: Letter): Letter {
  const { nextAt: _, ...rest } = letter;
  return rest;
}

function withoutOldDead(letters: readonly Letter[], now: Date): Letter[] {
  const oldest = new Date(now.getTime() - DEAD_KEPT_MS).toISOString();
  const dead = { teams: 0, webhook: 0 };
  return letters
    .toReversed()
    .filter((letter) => {
      if (!isDead(letter)) return true;
      dead[letter.receiver] += 1;
      return dead[letter.receiver] <= MOST_DEAD && letter.time >= oldest;
    })
    .toReversed();
}
