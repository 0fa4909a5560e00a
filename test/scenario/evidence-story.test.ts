// Forty days in which much goes wrong, one run after another over simulated Azure: the evidence says what was true.
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Offer } from '../../local/cloud/world.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Coverage } from '../../src/domain/calendar.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { HOUR } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let march: Evidence;
let april: Evidence;
let failedRuns: string[];

type Keeper = Awaited<ReturnType<typeof startDays>>;

/** What happens right before the run at this time, 'MM-DD hh'; runs end at 17 minutes past. */
function storyOf({ cloud }: Keeper): Record<string, () => void> {
  const { world } = cloud;
  const of = (n: number) => subscriptionOf(world, n);
  const offers = new Map([1, 2].map((n) => [n, of(n).offers]));
  const give = (n: number) => Object.assign(of(n), { offers: offers.get(n) });
  const take = (n: number) => Object.assign(of(n), { offers: [] });
  const blind = (n: number) =>
    cloud.addFault({
      kind: 'status',
      status: 403,
      operation: 'registrationAssignments.list',
      match: demoSubscriptionId(n),
    });
  return {
    '03-01 12': () => take(2),
    '03-05 12': () => take(1),
    '03-08 00': () => give(1),
    '03-10 18': () => give(2),
    '03-12 12': () => blind(4),
    '03-12 18': () => cloud.clearFaults(),
    '03-14 06': () => blind(4),
    '03-14 18': () => cloud.clearFaults(),
    '03-18 06': () => cloud.setLink(DEMO_OTHER_PARTNER_ID),
    '03-18 12': () => cloud.setLink(DEMO_IDENTITY.partnerId),
    '03-20 06': () => cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' }),
    '03-21 06': () => cloud.clearFaults(),
    '03-29 00': () => cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get' }),
    '03-29 06': () => cloud.clearFaults(),
    '04-02 12': () => swapRole(of(9).offers),
  };
}

/** Reader in place of the role that counts. */
function swapRole(offers: readonly Offer[]): void {
  for (const offer of offers) offer.authorizations = offer.authorizations.slice(0, 1);
}

beforeAll(async () => {
  const keeper = await startDays(file);
  const { clock, next, service } = keeper;
  const story = storyOf(keeper);
  failedRuns = [];
  // The clock begins at 06:17 of 1 March, and each run is six hours after the one before.
  for (let run = 0; run < 40 * 4; run += 1) {
    const hour = new Date(clock.now().getTime() + 6 * HOUR).toISOString().slice(5, 13).replace('T', ' ');
    story[hour]?.();
    // Nobody is there on the 24th, but for somebody who only tries things out.
    if (hour.startsWith('03-24')) await next({ dryRun: true });
    else {
      const { run } = await next();
      if (run.state === 'failed') failedRuns.push(run.id);
    }
  }
  march = await service.readEvidence('default', '2024-03');
  april = await service.readEvidence('default', '2024-04');
}, 120_000);

const LETTERS: Record<Coverage, string> = { pec: 'P', partial: 'H', none: 'N', unobserved: '?' };

function lettersOf({ subscriptions }: Evidence, n: number): string {
  const found = subscriptions.find(({ subscriptionId }) => subscriptionId === demoSubscriptionId(n));
  return (found?.days ?? []).map(({ coverage }) => LETTERS[coverage]).join('');
}

describe('March', () => {
  // Common to all: the link was another's on the 18th; no listing from 20th 06:00 until 21st 06:17, so that both days
  // have a hole; the 24th was not seen, and the first minutes of the 25th not either.
  test.each([
    [1, 'whole, but gone from the 5th to the 8th', 'PPPPHNNHPPPPPPPPPHP??PP??PPPPPP'],
    [2, 'not there until the 10th', 'NNNNNNNNNHPPPPPPPHP??PP??PPPPPP'],
    [3, 'resource groups only', 'HHHHHHHHHHHHHHHHHHHHHHH?HHHHHHH'],
    [4, 'not to be read once on the 12th, and twice on the 14th', 'PPPPPPPPPPPPP?PPPHP??PP??PPPPPP'],
    [5, 'Reader only', 'NNNNNNNNNNNNNNNNNNNNNNN?NNNNNNN'],
    [6, 'an unlisted role: no answer, but on the day of the other link', '?????????????????N?????????????'],
    [14, 'never to be read', '???????????????????????????????'],
  ])('subscription %d: %s', (n, _, letters) => {
    expect(lettersOf(march, n)).toBe(letters);
  });

  test('what is not delegated, or our own, is not there', () => {
    expect(lettersOf(march, 15) + lettersOf(march, 16)).toBe('');
  });

  test('the transitions are those that were told, dated and with reasons', () => {
    const told = (n: number) =>
      march.subscriptions
        .filter(({ subscriptionId }) => subscriptionId === demoSubscriptionId(n))
        .flatMap(({ transitions }) => transitions)
        .map(({ time, from, to, findings = [] }) =>
          `${time.slice(5, 13)} ${from}>${to} ${findings.join(' ')}`.trim(),
        );

    expect(told(1)).toEqual([
      '03-05T12 pec>none removed',
      '03-08T00 none>pec',
      '03-18T06 pec>none link-other-partner',
      '03-18T12 none>pec',
    ]);
    expect(told(4).map((line) => line.slice(0, 16))).toEqual(['03-18T06 pec>non', '03-18T12 none>pe']);
    expect(told(6)).toEqual([]);
  });

  test('the link: missing at first, ours, another one for six hours, once not to be read', () => {
    const lines = march.link.map(
      ({ from, to, state }) => `${from.slice(5, 13)} ${to?.slice(5, 13)} ${state}`,
    );

    expect(lines).toEqual([
      '03-01T12 03-01T12 none',
      '03-01T12 03-18T06 right',
      '03-18T06 03-18T12 other',
      '03-18T12 03-29T00 right',
      '03-29T00 03-29T06 unreadable',
      '03-29T06 04-01T00 right',
    ]);
  });

  test('the runs of the month, failed ones too, and none of the dry ones', () => {
    // From 1 March 12:17 to 31 March 18:17, without the four of the 24th.
    expect(march.runs).toHaveLength(2 + 30 * 4 - 4);
    expect(failedRuns).toHaveLength(4);
    expect(march.runs).toEqual(expect.arrayContaining(failedRuns));
  });
});

describe('April', () => {
  test('has the days that have begun, and a role that was swapped on the 2nd', () => {
    expect(lettersOf(april, 9)).toBe('PHNNNNNNNN');
    expect(lettersOf(april, 1)).toBe('PPPPPPPPPP');
  });

  test('the link goes on', () => {
    expect(april.link).toMatchObject([{ from: '2024-04-01T00:00:00.000Z', to: null, state: 'right' }]);
  });
});
