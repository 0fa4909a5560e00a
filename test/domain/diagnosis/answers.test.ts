// Which reasons are answered how, by what was seen: named cases. What is not named in a case cannot be seen from here.
import { describe, expect, it } from 'vitest';
import { REASON_CODES, REASONS } from '../../../src/domain/diagnosis/reason.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  GROUPS_UNREAD,
  inGroups,
  NONE,
  OTHER,
  ours,
  READER,
  STRANGER,
  SUBSCRIPTION,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNREADABLE,
} from '../fixtures.ts';
import { diagnoseOf, GONE, inShort, sees, UNREAD, unreadOf, type Look, type Past } from './fixtures.ts';

const PEC = sees([delegation([ours(READER), ours(SUPPORT)])]);
const look = (seen: Look['sees'], rest: Partial<Look> = {}): Look => ({
  at: '05 06:17',
  sees: seen,
  ...rest,
});
const once = (seen: Look['sees'], rest: Partial<Look> = {}): Past => ({ looks: [look(seen, rest)] });
const then = (seen: Look['sees'], rest: Partial<Look> = {}): Past => ({
  looks: [look(PEC), look(seen, { at: '05 06:18', ...rest })],
});
const jit = (roleDefinitionId: string) => ({ eligibleAuthorizations: [ours(roleDefinitionId)] });

/** `ok:` the numbers that are, then each that is found. The day of the first look is never a whole one. */
const CASES: [name: string, past: Past, ok: number[], found: string[]][] = [
  ['a permanent role that counts, linked', once(PEC), [1, 3, 5, 7, 8, 17, 18, 19, 20, 21], []],
  [
    'Reader alone',
    once(sees([delegation([ours(READER)])])),
    [1, 3, 7, 8, 17, 18, 19, 20, 21],
    ['5 role-not-eligible'],
  ],
  [
    'a role that the table does not list',
    once(sees([delegation([ours(TAG_CONTRIBUTOR)])])),
    [1, 3, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'just-in-time only',
    once(sees([delegation([], jit(CONTRIBUTOR))])),
    [3, 7, 8, 17, 18, 19, 20, 21],
    ['1 role-just-in-time-only', '5 role-just-in-time-only'],
  ],
  [
    'Reader, and just-in-time a role that counts',
    once(sees([delegation([ours(READER)], jit(CONTRIBUTOR))])),
    [1, 3, 7, 8, 17, 18, 19, 20, 21],
    ['5 role-not-eligible'],
  ],
  [
    'nobody is authorized',
    once(sees([delegation([])])),
    [3, 7, 17, 18, 19, 20, 21],
    ['1 no-authorization', '8 no-authorization'],
  ],
  [
    'others are authorized, and any of them may be our group',
    once(sees([delegation([to(STRANGER, SUPPORT)])])),
    [3, 7, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'others are authorized, and the groups could not be read',
    once(sees([delegation([to(STRANGER, SUPPORT)])]), { groups: GROUPS_UNREAD }),
    [3, 7, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'others are authorized, and none is a group of ours',
    once(sees([delegation([to(STRANGER, SUPPORT)])]), { groups: inGroups(GROUP) }),
    [3, 7, 17, 18, 19, 20, 21],
    ['1 no-authorization', '8 no-authorization'],
  ],
  [
    'through a group',
    once(sees([delegation([to(GROUP, SUPPORT)])]), { groups: inGroups(GROUP) }),
    [1, 3, 5, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'one resource group',
    once(sees([delegation([ours(SUPPORT)], { group: 'web' })])),
    [1, 3, 5, 7, 8, 17, 18, 20, 21],
    ['19 resource-group-only'],
  ],
  [
    'one resource group with Reader: whether the scope is what is missing depends on the role',
    once(sees([delegation([ours(READER)], { group: 'web' })])),
    [1, 3, 7, 8, 17, 18, 20, 21],
    ['5 role-not-eligible'],
  ],
  [
    'two resource groups, an old offer on one of them',
    once(sees([delegation([ours(SUPPORT)], { group: 'web' }), delegation([], { group: 'old' })])),
    [1, 3, 7, 17, 18, 20, 21],
    ['8 no-authorization', '19 resource-group-only'],
  ],
  [
    'the subscription, and a group whose own offer does not name us',
    once(sees([delegation([ours(SUPPORT)]), delegation([], { group: 'old' })])),
    [1, 3, 5, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'the deployment failed',
    once(sees([delegation([ours(SUPPORT)], { provisioningState: 'Failed' })])),
    [3, 7, 17, 18, 21],
    ['1 delegation-not-succeeded', '20 delegation-not-succeeded'],
  ],
  [
    'the deployment is under way',
    once(sees([delegation([ours(SUPPORT)], { provisioningState: 'Creating' })])),
    [3, 7, 17, 18, 21],
    ['20 delegation-not-succeeded'],
  ],
  [
    'one in force, another under way',
    once(
      sees([
        delegation([ours(SUPPORT)]),
        delegation([ours(SUPPORT)], { group: 'web', provisioningState: 'Creating' }),
      ]),
    ),
    [1, 3, 5, 7, 8, 17, 18, 19, 21],
    ['20 delegation-not-succeeded'],
  ],
  [
    'two offers of the subscription, one in force and one that failed',
    once(sees([delegation([ours(SUPPORT)]), delegation([ours(SUPPORT)], { provisioningState: 'Failed' })])),
    [1, 3, 5, 7, 8, 17, 18, 19, 21],
    ['20 delegation-not-succeeded'],
  ],
  [
    'two offers of the subscription, one that failed and one under way',
    once(
      sees([
        delegation([ours(SUPPORT)], { provisioningState: 'Failed' }),
        delegation([ours(SUPPORT)], { provisioningState: 'Creating' }),
      ]),
    ),
    [3, 7, 17, 18, 21],
    ['20 delegation-not-succeeded'],
  ],
  [
    'two resource groups, one of which names nobody but others',
    once(
      sees([
        delegation([ours(SUPPORT)], { group: 'web' }),
        delegation([to(STRANGER, SUPPORT)], { group: 'old' }),
      ]),
    ),
    [1, 3, 7, 17, 18, 20, 21],
    ['19 resource-group-only'],
  ],
  [
    'the subscription is not enabled',
    once(sees([delegation([ours(SUPPORT)])], 'Disabled')),
    [1, 3, 5, 7, 8, 17, 18, 19, 20],
    ['21 subscription-not-enabled'],
  ],
  [
    'Azure did not give its state',
    once(sees([delegation([ours(SUPPORT)])], 'Unknown')),
    [1, 3, 5, 7, 8, 17, 18, 19, 20],
    [],
  ],
  ['no link', once(PEC, { link: NONE }), [1, 3, 5, 8, 18, 19, 20, 21], ['17 link-missing']],
  [
    'no link, which costs nothing where no role is held',
    once(sees([delegation([])]), { link: NONE }),
    [3, 18, 19, 20, 21],
    ['1 no-authorization', '8 no-authorization', '17 link-missing'],
  ],
  [
    'linked to another partner',
    once(PEC, { link: OTHER }),
    [1, 3, 5, 8, 17, 19, 20, 21],
    ['18 link-other-partner'],
  ],
  ['the link could not be read', once(PEC, { link: UNREADABLE }), [1, 3, 5, 8, 19, 20, 21], []],
  ['it could not be read', once(UNREAD), [3, 7, 17, 18], []],
  ['it was read, and then could not be', then(UNREAD), [3, 7, 17, 18], []],
  [
    'neither it nor the link could be read, and it is not enabled',
    once(unreadOf({ ...SUBSCRIPTION, state: 'Warned' }), {
      link: UNREADABLE,
    }),
    [3],
    ['21 subscription-not-enabled'],
  ],
  ['it is removed', then(GONE), [3, 7, 17, 18], ['1 removed', '6 not-whole-day', '9 removed']],
  [
    'it is removed, and was not enabled before',
    {
      looks: [look(sees([delegation([ours(SUPPORT)])], 'Warned')), look(GONE, { at: '05 06:18' })],
      now: '07 06:18',
      record: { observedAt: '2026-01-07T06:17:00.000Z' },
    },
    [3, 7, 17, 18],
    ['1 removed', '9 removed'],
  ],
  [
    'nothing that is used was seen',
    { ...once(PEC), row: { findings: [{ code: 'no-resources', message: 'Nothing.', fix: 'None.' }] } },
    [1, 3, 5, 7, 8, 17, 18, 19, 20, 21],
    ['2 no-resources'],
  ],
  ['the last run was long ago', { ...once(PEC), now: '05 18:18' }, [], []],
  [
    'the last run was just not too long ago',
    { ...once(PEC), now: '05 18:17' },
    [1, 3, 5, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'the last run was long ago, and found something',
    { ...once(sees([delegation([ours(READER)])], 'Warned'), { link: OTHER }), now: '06 18:18' },
    [],
    ['5 role-not-eligible', '18 link-other-partner', '21 subscription-not-enabled'],
  ],
  [
    'the last run was long ago, and found no role and no link',
    { ...once(sees([delegation([])]), { link: NONE }), now: '06 18:18' },
    [],
    ['1 no-authorization', '8 no-authorization', '17 link-missing'],
  ],
  [
    'the last run failed',
    {
      ...once(PEC),
      record: {
        lastRun: {
          id: 'run-2',
          state: 'failed',
          startedAt: '2026-01-05T08:00:00.000Z',
          endedAt: '2026-01-05T08:00:01.000Z',
        },
      },
    },
    [1, 5, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'nothing is remembered of the identity: the row alone tells',
    { ...once(PEC), record: 'none' },
    [1, 5, 7, 8, 17, 18, 19, 20, 21],
    [],
  ],
  [
    'no run has come through yet',
    { ...once(PEC), record: { link: undefined, lastRun: undefined } as never },
    [1, 5, 8, 19, 20, 21],
    [],
  ],
  ['nothing is remembered but that it could not be read', { ...once(UNREAD), record: 'none' }, [], []],
  [
    'one in force and one under way in the same place, and the row does not say so',
    {
      ...once(
        sees([delegation([ours(SUPPORT)]), delegation([ours(SUPPORT)], { provisioningState: 'Creating' })]),
      ),
      row: { findings: [] },
    },
    [1, 3, 5, 7, 8, 17, 18, 19, 21],
    [],
  ],
  [
    'one in force and one under way elsewhere, and the row does not say so',
    {
      ...once(
        sees([
          delegation([ours(SUPPORT)]),
          delegation([ours(SUPPORT)], { group: 'web', provisioningState: 'Creating' }),
        ]),
      ),
      row: { findings: [] },
    },
    [1, 3, 5, 7, 8, 17, 18, 19, 21],
    [],
  ],
  [
    'under way, and the row does not say so',
    {
      ...once(sees([delegation([ours(SUPPORT)], { provisioningState: 'Creating' })])),
      row: { findings: [] },
    },
    [3, 7, 17, 18, 21],
    [],
  ],
];

const NUMBERS = REASON_CODES.map((code) => REASONS[code].number);

describe('what is answered', () => {
  it.each(CASES)('%s', (_, past, ok, found) => {
    const expected = NUMBERS.map((number) => {
      const told = found.find((each) => each.startsWith(`${number} `));
      return told ?? (ok.includes(number) ? `${number} ok` : `${number} ?`);
    });

    expect(inShort(diagnoseOf(past))).toEqual(expected);
  });
});
