// The small rules: ids, states, catalogue, link plan, roll-up, conditions, findings, totals.
import { describe, expect, it } from 'vitest';
import otherRoles from '../../src/domain/data/other-builtin-roles.json' with { type: 'json' };
import pecRoles from '../../src/domain/data/pec-roles.json' with { type: 'json' };
import { CATALOGUE_DATE, createCatalogue } from '../../src/domain/catalogue.ts';
import { toConditions, type Verdict } from '../../src/domain/condition.ts';
import { bareRoleId, provisioningOf, scopeOfResourceId } from '../../src/domain/delegation.ts';
import { countLost, EVENT_TYPES } from '../../src/domain/event.ts';
import { finding, FINDING_CODES } from '../../src/domain/finding.ts';
import { planLink, toLink, type LinkPolicy, type LinkState } from '../../src/domain/link.ts';
import { compareRecognition, rollUp } from '../../src/domain/recognition.ts';
import { countRows } from '../../src/domain/run.ts';
import { NONE, OTHER, OTHER_PARTNER, PARTNER, READER, RIGHT, UNHEARD_OF, UNREADABLE } from './fixtures.ts';

describe('the catalogue', () => {
  it('carries every row of the table with its answer', () => {
    const catalogue = createCatalogue();

    for (const { roleDefinitionId, pecEligible } of pecRoles.roles)
      expect(catalogue.eligibility(roleDefinitionId)).toBe(pecEligible ? 'yes' : 'no');
    expect(pecRoles.roles).toHaveLength(122);
    expect(catalogue.date).toBe(CATALOGUE_DATE);
  });

  it('answers unlisted for every other built-in role, and for one that nobody knows', () => {
    const catalogue = createCatalogue();

    for (const { roleDefinitionId } of otherRoles.roles)
      expect(catalogue.eligibility(roleDefinitionId)).toBe('unlisted');
    expect(catalogue.eligibility(UNHEARD_OF)).toBe('unlisted');
    expect(catalogue.roleName(UNHEARD_OF)).toBe(UNHEARD_OF);
    expect(catalogue.isNamed(UNHEARD_OF)).toBe(false);
    expect(catalogue.lighthouse(UNHEARD_OF)).toBeUndefined();
  });

  it.each([READER.toUpperCase(), `/providers/Microsoft.Authorization/roleDefinitions/${READER}`])(
    'knows Reader as %s',
    (id) => {
      const catalogue = createCatalogue();

      expect([catalogue.eligibility(id), catalogue.roleName(id), catalogue.lighthouse(id)]).toEqual([
        'no',
        'Reader',
        'supported',
      ]);
    },
  );

  it('lays overrides over the table and learned names beside it', () => {
    const catalogue = createCatalogue({ [READER.toUpperCase()]: 'yes' }, { [UNHEARD_OF]: 'New role' });

    expect(catalogue.eligibility(READER)).toBe('yes');
    expect(catalogue.overrides).toEqual({ [READER]: 'yes' });
    expect(catalogue.roleName(UNHEARD_OF)).toBe('New role');
    expect(catalogue.isNamed(UNHEARD_OF)).toBe(true);
  });

  it('shows the present name of a role that was renamed', () => {
    const renamed = pecRoles.roles.find((role) => 'currentName' in role);

    expect(renamed).toBeDefined();
    expect(createCatalogue().roleName(renamed?.roleDefinitionId ?? '')).toBe(renamed?.currentName);
  });
});

describe('ids and states', () => {
  it.each([
    [
      '/subscriptions/AB/providers/Microsoft.ManagedServices/registrationAssignments/x',
      '/subscriptions/ab',
      'subscription',
    ],
    [
      'subscriptions/ab/providers/microsoft.managedservices/registrationAssignments/x',
      '/subscriptions/ab',
      'subscription',
    ],
    [
      '/subscriptions/AB/resourcegroups/Web-1/providers/Microsoft.ManagedServices/registrationAssignments/x',
      '/subscriptions/ab/resourceGroups/Web-1',
      'resourceGroup',
    ],
  ])('reads the scope of %s', (id, scope, kind) => {
    expect(scopeOfResourceId(id)).toEqual({ id: scope, kind, subscriptionId: 'ab' });
  });

  it.each([
    '',
    'x',
    '/providers/Microsoft.ManagedServices/x',
    '/subscriptions/ab/resourceGroups/web/providers/Other/x',
  ])('finds no scope in %j', (id) => {
    expect(scopeOfResourceId(id)).toBeUndefined();
  });

  it('takes the last part of a role id in lower case', () => {
    expect([bareRoleId('/a/B/C'), bareRoleId('ABC'), bareRoleId('')]).toEqual(['c', 'abc', '']);
  });

  it('takes a state it does not know for under way', () => {
    expect(['Succeeded', 'Failed', 'Brewing'].map(provisioningOf)).toEqual([
      'succeeded',
      'not-succeeded',
      'under-way',
    ]);
  });
});

describe('the link plan', () => {
  it.each<[LinkState, LinkPolicy, string]>([
    ['right', 'observe', 'none'],
    ['right', 'create', 'none'],
    ['right', 'heal', 'none'],
    ['none', 'observe', 'held'],
    ['none', 'create', 'create'],
    ['none', 'heal', 'create'],
    ['other', 'observe', 'held'],
    ['other', 'create', 'held'],
    ['other', 'heal', 'change'],
    ['unreadable', 'observe', 'none'],
    ['unreadable', 'create', 'none'],
    ['unreadable', 'heal', 'none'],
  ])('%s under %s: %s', (state, policy, action) => {
    expect(planLink(state, PARTNER, policy).action).toBe(action);
  });

  it.each([
    [NONE, { state: 'none', wantedPartnerId: PARTNER }],
    [UNREADABLE, { state: 'unreadable', wantedPartnerId: PARTNER }],
    [RIGHT, { state: 'right', partnerId: PARTNER, wantedPartnerId: PARTNER, version: 1 }],
    [OTHER, { state: 'other', partnerId: OTHER_PARTNER, wantedPartnerId: PARTNER, version: 2 }],
    [
      { kind: 'linked', partnerId: PARTNER, updatedTime: '2026-01-01T00:00:00Z' } as const,
      { state: 'right', partnerId: PARTNER, wantedPartnerId: PARTNER, updatedTime: '2026-01-01T00:00:00Z' },
    ],
  ])('shows %j', (observed, link) => {
    expect(toLink(observed, PARTNER)).toEqual(link);
  });
});

describe('recognition', () => {
  it.each([
    ['pec', ['none'], 'pec'],
    ['none', ['pec-partial', 'unknown'], 'pec-partial'],
    ['pal-only', ['unknown'], 'unknown'],
    ['unknown', ['pal-only'], 'unknown'],
    ['none', ['pal-only'], 'pal-only'],
    ['none', [], 'none'],
    [undefined, ['pal-only', 'none'], 'pal-only'],
    [undefined, [], 'none'],
  ] as const)('rolls %s and %j up to %s', (own, groups, expected) => {
    expect(rollUp(own, groups)).toBe(expected);
  });

  it('orders none < pal-only < pec-partial < pec', () => {
    expect((['pec', 'pal-only', 'none', 'pec-partial'] as const).toSorted(compareRecognition)).toEqual([
      'none',
      'pal-only',
      'pec-partial',
      'pec',
    ]);
  });

  it('counts every word', () => {
    expect(countRows(['pec', 'pec', 'unknown'], 4)).toEqual({
      pec: 2,
      'pec-partial': 0,
      'pal-only': 0,
      none: 0,
      unknown: 1,
      notDelegated: 4,
    });
  });
});

describe('conditions', () => {
  const linked = (status: Verdict['status']): Verdict => ({
    type: 'Linked',
    status,
    reason: 'R',
    message: 'm',
  });

  it('keep their time while the status stands, and take the new one when it changes', () => {
    const first = toConditions([linked('True')], [], 't1');
    const second = toConditions([{ ...linked('True'), reason: 'Other' }], first, 't2');
    const third = toConditions([linked('Unknown')], second, 't3');

    expect([first, second, third].map(([condition]) => condition?.lastTransitionTime)).toEqual([
      't1',
      't1',
      't3',
    ]);
    expect(second[0]?.reason).toBe('Other');
  });
});

describe('events', () => {
  it('count as a loss only where a subscription earns less', () => {
    const of = (type: (typeof EVENT_TYPES)[number]) => ({
      id: type,
      time: '2026-01-01T00:00:00.000Z',
      type,
      identity: 'default',
      actor: 'observed' as const,
    });

    expect(countLost([])).toBe(0);
    expect(EVENT_TYPES.filter((type) => countLost([of(type)]) > 0)).toEqual(['recognition.lost']);
    expect(countLost([of('recognition.lost'), of('link.lost'), of('recognition.lost')])).toBe(2);
  });
});

describe('findings', () => {
  it.each(FINDING_CODES)('%s has a text and a fix without gaps', (code) => {
    const write = finding as (code: string, ...details: unknown[]) => { message: string; fix: string };
    const { message, fix } = write(code, 'FIRST', 'SECOND', 'THIRD');

    for (const text of [message, fix]) {
      expect(text).toMatch(/^\S.*\S$/);
      expect(text).not.toMatch(/undefined|null|\[object/);
    }
  });

  it('tells a delegation under way from one that failed', () => {
    expect(finding('delegation-not-succeeded', 'Creating', true).message).toContain('still');
    expect(finding('delegation-not-succeeded', 'Failed', false).message).toContain('did not come about');
  });
});
