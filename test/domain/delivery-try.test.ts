// Letters: tried when due, put off, given up.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isDead, revive, type DeliveryRecord, type Letter } from '../../src/domain/delivery.ts';
import {
  backoffMs,
  dueLetters,
  MOST_TRIES,
  parseRetryAfter,
  type TryOutcome,
} from '../../src/domain/delivery-try.ts';
import { DAY, dead, later, letter, NOW, QUIET, record, tried } from './delivery-fixtures.ts';

describe('what is due', () => {
  test.each<[name: string, record: DeliveryRecord, due: number]>([
    ['at its time', record([letter()]), 1],
    ['not before', record([letter({ attempts: 1, nextAt: later(1).toISOString() })]), 0],
    ['not a dead one', record([dead()]), 0],
    ['not that of another receiver', record([letter({ receiver: 'teams' })]), 0],
    ['nothing while disabled', record([letter()], { webhook: { fingerprint: 'bb', disabled: true } }), 0],
    ['nothing before the time that the receiver asked for', record([letter()], asked(later(1))), 0],
    ['all from that time on', record([letter()], asked(NOW)), 1],
  ])('%s', (_, before, due) => {
    expect(dueLetters(before, 'webhook', NOW)).toHaveLength(due);
  });

  function asked(notBefore: Date): DeliveryRecord['receivers'] {
    return { webhook: { fingerprint: 'bb', disabled: false, notBefore: notBefore.toISOString() } };
  }
});

describe('after a try', () => {
  it('delivered: the letter is done with', () => {
    const other = letter({ id: 'other' });

    expect(tried(record([letter(), other]), { kind: 'delivered' })).toEqual(record([other]));
  });

  it('of a letter that is gone meanwhile: nothing', () => {
    const before = record([letter({ id: 'other' })]);

    expect(tried(before, { kind: 'failed', cause: 'HTTP 500', status: 500 })).toEqual(before);
  });

  test.each<[name: string, outcome: TryOutcome, attempts: number, expected: Partial<Letter>]>([
    ['failed', failed(500), 0, { attempts: 1, nextAt: later(10_000).toISOString(), lastStatus: 500 }],
    ['failed again', failed(503), 3, { attempts: 4, nextAt: later(80_000).toISOString(), lastStatus: 503 }],
    ['the ninth time', failed(500), 8, { attempts: 9, nextAt: later(2_560_000).toISOString() }],
    ['no answer', { kind: 'failed', cause: 'timeout' }, 0, { attempts: 1 }],
    ['not allowed', { kind: 'refused', cause: 'address-not-allowed' }, 1, { attempts: 2 }],
    ['Retry-After', failed(429, 120_000), 0, { attempts: 1, nextAt: later(120_000).toISOString() }],
    ['Retry-After of nothing', failed(429, 0), 0, { nextAt: later(1000).toISOString() }],
    ['Retry-After of a week', failed(503, 7 * DAY), 0, { nextAt: later(DAY).toISOString() }],
  ])('%s', (_, outcome, attempts, expected) => {
    const before = record([letter({ attempts, lastStatus: 418 })]);

    const [next] = tried(before, outcome).letters;

    expect(next).toMatchObject({ ...expected, lastAt: NOW.toISOString() });
    expect(next?.lastStatus).toBe(outcome.kind === 'failed' ? outcome.status : undefined);
  });

  it('the tenth failure makes it a dead letter', () => {
    const [next] = tried(record([letter({ attempts: 9 })]), failed(500, 5000)).letters;

    expect(next).toMatchObject({ attempts: 10, lastStatus: 500 });
    expect(next && isDead(next)).toBe(true);
  });

  it('Retry-After is for every message to that receiver', () => {
    const after = tried(record([letter(), letter({ id: 'other' })]), failed(429, 60_000));

    expect(dueLetters(after, 'webhook', later(59_999))).toEqual([]);
    expect(dueLetters(after, 'webhook', later(60_000))).toHaveLength(2);
  });

  test.each<[name: string, letter: Letter, due: number]>([
    ['never tried is due', letter({ nextAt: later(DAY).toISOString() }), 1],
    ['tried by the later clock is due', letter({ attempts: 3, ...times(DAY, DAY + 40_000) }), 1],
    ['tried since is due at its time', letter({ attempts: 3, ...times(0, 40_000) }), 0],
    ['dead stays so', dead({ lastAt: later(DAY).toISOString() }), 0],
  ])('the clock was set back: a letter that was %s', (_, written, due) => {
    expect(dueLetters(record([written]), 'webhook', NOW)).toHaveLength(due);
  });

  test.each([
    ['a day, as long as it may ask for', DAY, 0],
    ['longer than that, so it asked before the clock was set back', DAY + 1, 1],
  ])('Retry-After that has %s to go', (_, ms, due) => {
    const receivers = {
      webhook: { fingerprint: 'bb', disabled: false, notBefore: later(ms).toISOString() },
    };

    expect(dueLetters(record([letter()], receivers), 'webhook', NOW)).toHaveLength(due);
  });

  it('failed: that letter and what its receiver asked for, and nothing else', () => {
    const other = letter({ id: 'other', attempts: 2 });
    const before = { ...record([letter(), other], QUIET), taken: { identity: 7, expected: 3 } };

    const after = tried(before, failed(429, 60_000));

    expect(after).toEqual({
      taken: before.taken,
      letters: [
        letter({
          attempts: 1,
          lastStatus: 429,
          nextAt: later(60_000).toISOString(),
          lastAt: NOW.toISOString(),
        }),
        other,
      ],
      receivers: {
        ...QUIET,
        webhook: { fingerprint: 'bb', disabled: false, notBefore: later(60_000).toISOString() },
      },
    });
  });

  it('gone: what was taken over and what another receiver asked for stay', () => {
    const before = { ...record([letter()], QUIET), taken: { identity: 7, expected: 3 } };

    const after = tried(before, { kind: 'gone' });

    expect(after).toMatchObject({ taken: before.taken, receivers: QUIET });
  });

  it('410: the receiver is disabled, and all that was on its way to it is dead', () => {
    const others = [letter({ id: 'other', attempts: 2 }), letter({ id: 'teams', receiver: 'teams' })];
    const old = dead({ id: 'old', lastStatus: 500 });

    const after = tried(record([letter(), ...others, old]), { kind: 'gone' });

    expect(after.receivers).toEqual({ webhook: { fingerprint: 'bb', disabled: true } });
    expect(after.letters).toEqual([
      dead({ attempts: 1, lastStatus: 410, lastAt: NOW.toISOString() }),
      dead({ id: 'other', attempts: 2, lastStatus: 410, lastAt: NOW.toISOString() }),
      others[1],
      old,
    ]);
  });

  it('a dead letter that is taken up again has all its tries before it', () => {
    const revived = revive(record([dead(), dead({ id: 'other' })]), 'default-r1-webhook', NOW.toISOString());

    expect(revived).toEqual(record([letter(), dead({ id: 'other' })]));
  });

  function times(lastMs: number, nextMs: number): Partial<Letter> {
    return { lastAt: later(lastMs).toISOString(), nextAt: later(nextMs).toISOString() };
  }

  function failed(status: number, retryAfterMs?: number): TryOutcome {
    return { kind: 'failed', cause: `HTTP ${status}`, status, retryAfterMs };
  }
});

describe('backoff', () => {
  test.each([
    [1, 5000, 10_000],
    [2, 10_000, 20_000],
    [5, 80_000, 160_000],
    [9, 1_280_000, 2_560_000],
    [10, 1_800_000, 3_600_000],
    [1000, 1_800_000, 3_600_000],
  ])('after %d tries it waits between %d and %d ms', (attempts, least, most) => {
    expect([backoffMs(attempts, 0), backoffMs(attempts, 1)]).toEqual([least, most]);
  });

  it('is never over an hour, never under five seconds, and never shrinks with the tries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, random) => {
          const wait = backoffMs(n, random);
          expect(wait).toBeGreaterThanOrEqual(5000);
          expect(wait).toBeLessThanOrEqual(3_600_000);
          expect(backoffMs(n + 1, random)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
  });
});

test('whatever the receiver answers, a letter is tried ten times at most and ends delivered or dead', () => {
  const outcome = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.integer({ min: 300, max: 599 }).map((status) => ({ kind: 'failed', cause: 'x', status })),
    },
    {
      weight: 3,
      arbitrary: fc.nat(200_000_000).map((ms) => ({ kind: 'failed', cause: 'x', retryAfterMs: ms })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ kind: 'delivered' }, { kind: 'gone' }, { kind: 'refused', cause: 'x' }),
    },
  ) as fc.Arbitrary<TryOutcome>;
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 12, maxLength: 12 }), (outcomes) => {
      let state = record([letter()]);
      let now = NOW;
      let tries = 0;
      for (const each of outcomes) {
        const [open] = state.letters.filter((one) => !isDead(one));
        if (open?.nextAt === undefined) break;
        const waitMs = Date.parse(open.nextAt) - now.getTime();
        expect(waitMs).toBeLessThanOrEqual(DAY);
        now = new Date(open.nextAt);
        expect(dueLetters(state, 'webhook', now)).toHaveLength(1);
        state = tried(state, each, now, 0.5);
        tries += 1;
      }
      expect(tries).toBeLessThanOrEqual(MOST_TRIES);
      expect(state.letters.every(isDead)).toBe(true);
    }),
  );
});

describe('Retry-After', () => {
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    [' 120 ', 120_000],
    ['1.5', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['Fri, 02 Jan 2026 00:02:00 GMT', 120_000],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['2026-01-02', undefined],
    ['2026-01-02T00:02:00Z', undefined],
  ])('%j is %j ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });
});
