// What a run tells of the link that follows one which was killed between its write and its record.
import { expect, test } from 'vitest';
import type { LinkMemory } from '../../src/domain/identity-record.ts';
import { linkStep, linkStepAfter, type LinkPassage } from '../../src/domain/link-events.ts';
import type { Link } from '../../src/domain/link.ts';
import { OTHER_PARTNER, PARTNER } from './fixtures.ts';

const RIGHT: Link = { state: 'right', partnerId: PARTNER, wantedPartnerId: PARTNER };
const OTHER: Link = { state: 'other', partnerId: OTHER_PARTNER, wantedPartnerId: PARTNER };
const NONE: Link = { state: 'none', wantedPartnerId: PARTNER };
const NEVER: LinkMemory = { everRight: false, lost: false };
const WAS_RIGHT: LinkMemory = { everRight: true, lost: false };
const FOUND_RIGHT: LinkPassage = { before: RIGHT, action: 'none', after: RIGHT, by: 'keeper' };

interface Case {
  name: string;
  seenByKilled: Link;
  memory: LinkMemory;
  passage: LinkPassage;
  told: string[];
}

const CASES: Case[] = [
  {
    name: 'its first write came through',
    seenByKilled: NONE,
    memory: NEVER,
    passage: FOUND_RIGHT,
    told: ['link.created keeper'],
  },
  {
    name: 'its first write over another id came through',
    seenByKilled: OTHER,
    memory: NEVER,
    passage: FOUND_RIGHT,
    told: ['link.changed keeper'],
  },
  {
    name: 'it healed what was lost',
    seenByKilled: OTHER,
    memory: WAS_RIGHT,
    passage: FOUND_RIGHT,
    told: ['link.lost observed', 'link.healed keeper'],
  },
  {
    name: 'its write did not come through, and is done now',
    seenByKilled: NONE,
    memory: WAS_RIGHT,
    passage: { before: NONE, action: 'created', after: RIGHT, by: 'keeper' },
    told: ['link.lost observed', 'link.healed keeper'],
  },
  {
    name: 'its write did not come through, and nobody writes now',
    seenByKilled: OTHER,
    memory: WAS_RIGHT,
    passage: { before: OTHER, action: 'held', after: OTHER, by: 'keeper' },
    told: ['link.lost observed', 'link.held observed'],
  },
];

test.each(CASES)('$name', ({ seenByKilled, memory, passage, told }) => {
  const { events } = linkStepAfter([{ runId: 'killed', before: seenByKilled }], memory, passage);

  expect(events.map(({ type, actor }) => `${type} ${actor}`)).toEqual(told);
});

test('without a killed run it is the plain step', () => {
  expect(linkStepAfter([], NEVER, FOUND_RIGHT)).toEqual({ ...linkStep(NEVER, FOUND_RIGHT), open: [] });
});
