// Remembers the keys that tokens are signed with, no longer than a withdrawn key may live on, and asks for a key that
// it does not know only so often that made-up key ids cannot make it ask all the time (contract §7.7).
import type { Clock } from '../ports/clock.ts';
import { KeysUnavailable } from '../ports/token-verifier.ts';

/** Keys by their id (`kid`). */
export type Keys<Key> = ReadonlyMap<string, Key>;

const MOST_AGE_MS = 10 * 60_000;
const UNKNOWN_PAUSE_MS = 30_000;

/** Known keys are taken for 10 minutes; for unknown ones Entra is asked once in 30 seconds. */
export class KeyCache<Key> {
  readonly #fetchKeys: () => Promise<Keys<Key>>;
  readonly #clock: Clock;
  #known: { keys: Keys<Key>; askedAtMs: number } | undefined;
  #fetching: Promise<{ keys: Keys<Key>; askedAtMs: number }> | undefined;
  /** The last question for a key that was not known, or that no answer came to. */
  #missed: { askedAtMs: number; failure?: KeysUnavailable } | undefined;

  /** @param fetchKeys every key that is published now, or an error */
  constructor(fetchKeys: () => Promise<Keys<Key>>, clock: Clock) {
    this.#fetchKeys = fetchKeys;
    this.#clock = clock;
  }

  /** undefined where no such key is published. @throws KeysUnavailable where that cannot be said */
  async find(kid: string): Promise<Key | undefined> {
    const fresh = this.#freshKeys();
    const key = fresh?.get(kid);
    if (key !== undefined) return key;
    if (fresh !== undefined && this.#missedLately()) {
      // Without an answer it is still not known whether the key is published.
      if (this.#missed?.failure !== undefined) throw this.#missed.failure;
      return undefined;
    }
    // Whoever comes while the keys are on their way waits for the same ones.
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    const { keys, askedAtMs } = await this.#fetching;
    // Also where it was found: the next unknown one may be made up.
    if (fresh !== undefined || !keys.has(kid)) this.#missed = { askedAtMs };
    return keys.get(kid);
  }

  #freshKeys(): Keys<Key> | undefined {
    const known = this.#known;
    return known !== undefined && this.#isWithin(MOST_AGE_MS, known.askedAtMs) ? known.keys : undefined;
  }

  #missedLately(): boolean {
    return this.#missed !== undefined && this.#isWithin(UNKNOWN_PAUSE_MS, this.#missed.askedAtMs);
  }

  /** A clock that was set back makes nothing young again. */
  #isWithin(ms: number, sinceMs: number): boolean {
    const passedMs = this.#clock.now().getTime() - sinceMs;
    return passedMs >= 0 && passedMs < ms;
  }

  async #fetch(): Promise<{ keys: Keys<Key>; askedAtMs: number }> {
    // Counted from the question on: by its arrival the answer is older already.
    const askedAtMs = this.#clock.now().getTime();
    try {
      this.#known = { keys: await this.#fetchKeys(), askedAtMs };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      const failure = new KeysUnavailable(cause, { cause: error });
      this.#missed = { askedAtMs, failure };
      throw failure;
    }
    this.#missed = undefined;
    return this.#known;
  }
}
