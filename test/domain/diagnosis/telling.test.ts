// What a diagnosis tells beside its answers: of what it is, and why a thing cannot be seen from here.
import { describe, expect, it } from 'vitest';
import { REASON_CODES, REASONS } from '../../../src/domain/diagnosis/reason.ts';
import {
  delegation,
  NONE,
  ours,
  READER,
  STRANGER,
  SUBSCRIPTION_ID,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNREADABLE,
} from '../fixtures.ts';
import { diagnoseOf, GONE, sees, UNREAD, type Look, type Past } from './fixtures.ts';

const PEC = sees([delegation([ours(SUPPORT)])]);
const once = (seen: Look['sees'], rest: Partial<Look> = {}): Past => ({
  looks: [{ at: '05 06:17', sees: seen, ...rest }],
});
const under = (provisioningState: string, group?: string) =>
  delegation([ours(SUPPORT)], { provisioningState, ...(group !== undefined && { group }) });

function lookOf(past: Past, number: number): string | undefined {
  return diagnoseOf(past).reasons.find((each) => each.number === number)?.look;
}

describe('a diagnosis', () => {
  it('says of what it is, and when that was read', () => {
    expect(diagnoseOf(once(PEC))).toMatchObject({
      subscriptionId: SUBSCRIPTION_ID,
      identity: 'default',
      observedAt: '2026-01-05T06:17:00.000Z',
    });
  });

  it('names every reason by its number, code and title, and always where to look', () => {
    const { reasons } = diagnoseOf(once(UNREAD, { link: UNREADABLE }));

    expect(reasons.map(({ number, code, title }) => [number, code, title])).toEqual(
      REASON_CODES.map((code) => [REASONS[code].number, code, REASONS[code].title]),
    );
    expect(reasons.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(
      reasons
        .filter(({ answer }) => answer === 'cannot-be-seen-from-here')
        .filter(({ code, look }) => look?.endsWith(REASONS[code].look) !== true),
    ).toEqual([]);
  });

  it('says where to look and nothing before it, where there is no more to be said', () => {
    expect(lookOf(once(PEC), REASONS['report-filter'].number)).toBe(REASONS['report-filter'].look);
  });
});

describe('why it cannot be seen from here', () => {
  const strangers = once(sees([delegation([to(STRANGER, SUPPORT)])]));

  it.each<[name: string, past: Past, number: number, why: string]>([
    ['whether a group has access', strangers, 1, 'The delegation names other principals'],
    ['whether a group has a role that counts', strangers, 5, 'The delegation names other principals'],
    ['whether a group is authorized', strangers, 8, 'The delegation names other principals'],
    ['what is on its way', once(sees([under('Creating')])), 1, 'A delegation is still being provisioned'],
    ['a role on its way', once(sees([under('Creating')])), 5, 'There is no role in force to judge'],
    ['who is named by what is on its way', once(sees([under('Creating')])), 8, 'Not every delegation is in'],
    [
      'what the table does not list',
      once(sees([delegation([ours(TAG_CONTRIBUTOR)])])),
      5,
      'Holds Tag Contributor',
    ],
    [
      'a whole subscription that is on its way',
      once(sees([under('Creating')])),
      19,
      'The delegation of the subscription is not in force',
    ],
    [
      'resource groups without a role that counts',
      once(sees([delegation([ours(READER)], { group: 'web' })])),
      19,
      'Only resource groups are delegated',
    ],
    ['a link in another tenant, where there is none', once(PEC, { link: NONE }), 7, 'The principal has no'],
    [
      'a link in another tenant, where none could be read',
      once(PEC, { link: UNREADABLE }),
      7,
      'The last run',
    ],
    [
      'the state of what is removed',
      {
        looks: [
          ...once(sees([delegation([ours(SUPPORT)])], 'Unknown')).looks,
          { at: '06 06:17', sees: GONE },
        ],
      },
      21,
      'Nothing is delegated any more',
    ],
    ['the access of what was not read', once(UNREAD), 1, 'The last run could not read'],
  ])('%s', (_, past, number, why) => {
    expect(lookOf(past, number)?.startsWith(why)).toBe(true);
  });
});
