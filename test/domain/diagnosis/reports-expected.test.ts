// When reports can be expected: counted from when it earns, and else what mends it.
import { describe, expect, it } from 'vitest';
import { delegation, NONE, ours, READER, SUPPORT, TAG_CONTRIBUTOR, UNREADABLE } from '../fixtures.ts';
import { diagnoseOf, GONE, sees, UNREAD, type Look, type Past } from './fixtures.ts';

const PEC = sees([delegation([ours(SUPPORT)])]);
const once = (seen: Look['sees'], rest: Partial<Look> = {}): Past => ({
  looks: [{ at: '25 06:17', sees: seen, ...rest }],
});

describe('where it earns', () => {
  it('names the credit, the usage and the refresh for new customers', () => {
    const { earliest, text } = diagnoseOf(once(PEC)).reportsExpected;

    expect(earliest).toBe('2026-01-27T06:17:00.000Z');
    expect(text).toContain('2026-01-25T06:17:00.000Z');
    expect(text).toContain('2026-01-29 (four days later)');
    expect(text).toContain('2026-02-20.');
  });

  it('says nothing of resource groups or of a state where it is the whole of an enabled subscription', () => {
    expect(diagnoseOf(once(PEC)).reportsExpected.text).toMatch(/only usage is\.$/);
  });

  it.each([
    ['00:00:00.000', '2026-01-29'],
    ['23:59:59.999', '2026-01-29'],
  ])('names the day that is four days later, from %s on', (time, day) => {
    const past = { ...once(PEC), row: { since: `2026-01-25T${time}Z` } };

    expect(diagnoseOf(past).reportsExpected.text).toContain(`from ${day} (`);
  });

  it('counts from since, and not from the last look', () => {
    const looks = [
      { at: '05 06:17', sees: PEC },
      { at: '07 06:17', sees: PEC },
    ];

    expect(diagnoseOf({ looks }).reportsExpected.earliest).toBe('2026-01-07T06:17:00.000Z');
  });

  it('says so where it is resource groups alone, and where the subscription is not enabled', () => {
    const past = once(sees([delegation([ours(SUPPORT)], { group: 'web' })], 'Warned'));

    const { earliest, text } = diagnoseOf(past).reportsExpected;

    expect(earliest).not.toBeNull();
    expect(text).toContain('resource groups alone');
    expect(text).toContain('Warned');
  });

  it('goes over the end of a year', () => {
    const past = { ...once(PEC), row: { since: '2025-12-31T23:59:59.000Z' } };

    expect(diagnoseOf(past).reportsExpected.text).toContain('2026-01-20');
  });
});

describe('where it does not earn, or nobody can say', () => {
  it.each<[name: string, past: Past, said: string]>([
    ['a role that does not count', once(sees([delegation([ours(READER)])])), 'Redeploy'],
    ['no link', once(PEC, { link: NONE }), 'LINK_POLICY'],
    ['it is removed', { looks: [...once(PEC).looks, { at: '25 07:17', sees: GONE }] }, 'onboarding template'],
    [
      'it could not be read',
      once(UNREAD),
      'Nothing can be promised yet. What is delegated could not be read',
    ],
    ['the link could not be read', once(PEC, { link: UNREADABLE }), 'Nothing can be promised yet.'],
    ['an unlisted role', once(sees([delegation([ours(TAG_CONTRIBUTOR)])])), 'ROLE_OVERRIDES'],
    ['the last look is too long ago', { ...once(PEC), now: '26 06:17' }, 'before it is read again'],
    [
      'a row without a word on why, but a reason that was found',
      { ...once(sees([delegation([])]), { link: NONE }), row: { findings: [] } },
      'no PAL link',
    ],
    [
      'a row without a word on why',
      { ...once(PEC), row: { recognition: 'none' } },
      'Nothing is to be expected yet. It is none.',
    ],
  ])('%s', (_, past, said) => {
    const { earliest, text } = diagnoseOf(past).reportsExpected;

    expect(earliest).toBeNull();
    expect(text).toContain(said);
  });
});
