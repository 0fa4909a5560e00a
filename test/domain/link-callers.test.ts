// What is told of callers' writes of the link, by the call itself or, where that was killed, by whoever reads it next.
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/domain/access.ts';
import type { LinkIntent, LinkMemory } from '../../src/domain/identity-record.ts';
import { addIntent, linkStep, linkStepAfter, type LinkPassage } from '../../src/domain/link-events.ts';
import { toLink, type LinkObservation } from '../../src/domain/link.ts';
import type { EventDetails } from '../../src/domain/subject-events.ts';
import { NONE, OTHER, OTHER_PARTNER, PARTNER, RIGHT, UNREADABLE } from './fixtures.ts';

const ANN: Caller = 'entra:ann';
const BOB: Caller = 'function-key';
const NEVER: LinkMemory = { everRight: false, lost: false };
const WAS_RIGHT: LinkMemory = { everRight: true, lost: false };
const LOST: LinkMemory = { everRight: true, lost: true };
const THIRD: LinkObservation = { kind: 'linked', partnerId: '7000003' };

const link = (seen: LinkObservation) => toLink(seen, PARTNER);
const passage = (
  before: LinkObservation,
  action: LinkPassage['action'],
  after: LinkObservation,
  by: LinkPassage['by'] = ANN,
): LinkPassage => ({ before: link(before), action, after: link(after), by });

function lines(events: readonly EventDetails[]): string[] {
  return events.map(({ type, actor, link: change }) =>
    [type, actor, change === undefined ? '' : `${change.before.state}>${change.after.state}`]
      .join(' ')
      .trim(),
  );
}

describe('a call that is read back', () => {
  it.each<[name: string, memory: LinkMemory, passage: LinkPassage, told: string[], lost: boolean]>([
    [
      'sets the first link',
      NEVER,
      passage(NONE, 'created', RIGHT),
      ['link.created entra:ann none>right'],
      false,
    ],
    ['sets it right', NEVER, passage(OTHER, 'changed', RIGHT), ['link.changed entra:ann other>right'], false],
    [
      'heals what was told lost',
      LOST,
      passage(OTHER, 'changed', RIGHT),
      ['link.healed entra:ann other>right'],
      false,
    ],
    [
      'heals what nobody had seen lost',
      WAS_RIGHT,
      passage(NONE, 'created', RIGHT),
      ['link.lost observed', 'link.healed entra:ann none>right'],
      false,
    ],
    [
      'removes a right one',
      WAS_RIGHT,
      passage(RIGHT, 'removed', NONE),
      ['link.lost entra:ann right>none'],
      true,
    ],
    [
      'removes a right one that no run saw',
      NEVER,
      passage(RIGHT, 'removed', NONE),
      ['link.lost entra:ann right>none'],
      true,
    ],
    [
      'overwrites a right one',
      WAS_RIGHT,
      passage(RIGHT, 'changed', OTHER),
      ['link.lost entra:ann right>other'],
      true,
    ],
    [
      'removes one that was found right after it was lost',
      LOST,
      passage(RIGHT, 'removed', NONE),
      ['link.lost entra:ann right>none'],
      true,
    ],
    [
      'removes another one',
      NEVER,
      passage(OTHER, 'removed', NONE),
      ['link.changed entra:ann other>none'],
      false,
    ],
    [
      'sets another one over none',
      LOST,
      passage(NONE, 'created', OTHER),
      ['link.created entra:ann none>other'],
      true,
    ],
    [
      'sets another one over another',
      LOST,
      passage(OTHER, 'changed', THIRD),
      ['link.changed entra:ann other>other'],
      true,
    ],
    ['is refused', NEVER, passage(OTHER, 'refused', OTHER), [], false],
    [
      'is refused, and finds it lost',
      WAS_RIGHT,
      passage(NONE, 'refused', NONE),
      ['link.lost observed'],
      true,
    ],
    [
      'is refused, for somebody healed it meanwhile',
      LOST,
      passage(NONE, 'none', RIGHT),
      ['link.healed observed'],
      false,
    ],
    ['cannot be read back', WAS_RIGHT, passage(RIGHT, 'removed', UNREADABLE), [], false],
  ])('%s', (_, memory, given, told, lost) => {
    const step = linkStep(memory, given);

    expect(lines(step.events)).toEqual(told);
    expect(step.memory.lost).toBe(lost);
  });

  it('says which ids it was and became', () => {
    const [event] = linkStep(WAS_RIGHT, passage(RIGHT, 'changed', OTHER)).events;

    expect(event?.link).toEqual({
      before: { state: 'right', partnerId: PARTNER },
      after: { state: 'other', partnerId: OTHER_PARTNER },
    });
  });
});

const call = (before: LinkObservation, partnerId: string | null, caller: Caller = ANN): LinkIntent => ({
  runId: 'link-1',
  before: link(before),
  call: { caller, partnerId },
});
const run = (before: LinkObservation): LinkIntent => ({ runId: 'run-1', before: link(before) });

describe('calls and runs that were killed at their write', () => {
  it.each<[name: string, memory: LinkMemory, intents: LinkIntent[], passage: LinkPassage, told: string[]]>([
    [
      'a removal that was done',
      WAS_RIGHT,
      [call(RIGHT, null)],
      passage(NONE, 'created', RIGHT, 'keeper'),
      ['link.lost entra:ann right>none', 'link.healed keeper'],
    ],
    ['a removal that was not', WAS_RIGHT, [call(RIGHT, null)], passage(RIGHT, 'none', RIGHT, 'keeper'), []],
    [
      'an override that was done',
      WAS_RIGHT,
      [call(RIGHT, OTHER_PARTNER)],
      passage(OTHER, 'held', OTHER, 'keeper'),
      ['link.lost entra:ann right>other', 'link.held observed'],
    ],
    [
      'a first link that was set',
      NEVER,
      [call(NONE, PARTNER)],
      passage(RIGHT, 'none', RIGHT, 'keeper'),
      ['link.created entra:ann none>right'],
    ],
    [
      'another one that was removed',
      NEVER,
      [call(OTHER, null)],
      passage(NONE, 'held', NONE, 'keeper'),
      ['link.changed entra:ann other>none'],
    ],
    [
      'a removal, and the run after it at its own write: the loss has its caller',
      WAS_RIGHT,
      [call(RIGHT, null), run(NONE)],
      passage(RIGHT, 'none', RIGHT, 'keeper'),
      ['link.lost entra:ann right>none', 'link.healed keeper'],
    ],
    [
      'a heal, another loss, and a call that healed it',
      WAS_RIGHT,
      [run(OTHER), call(NONE, PARTNER, BOB)],
      passage(RIGHT, 'none', RIGHT, 'keeper'),
      ['link.lost observed', 'link.healed function-key none>right'],
    ],
    [
      'two heals, and a loss between them',
      WAS_RIGHT,
      [run(OTHER), run(RIGHT), run(NONE)],
      passage(RIGHT, 'none', RIGHT, 'keeper'),
      ['link.lost observed', 'link.healed keeper', 'link.lost observed', 'link.healed keeper'],
    ],
    [
      'a run for an id that the settings wanted then',
      NEVER,
      [{ runId: 'run-1', before: toLink(NONE, OTHER_PARTNER) }],
      passage(OTHER, 'held', OTHER, 'keeper'),
      ['link.held observed'],
    ],
    [
      'before a call that writes itself',
      WAS_RIGHT,
      [call(RIGHT, null)],
      passage(NONE, 'created', RIGHT, BOB),
      ['link.lost entra:ann right>none', 'link.healed function-key none>right'],
    ],
  ])('%s', (_, memory, intents, given, told) => {
    const step = linkStepAfter(intents, memory, given);

    expect(lines(step.events)).toEqual(told);
    expect(step.open).toEqual([]);
  });

  it('stay open where the link cannot be read, and each is told once', () => {
    const unread = passage(UNREADABLE, 'none', UNREADABLE, 'keeper');
    const first = linkStepAfter([call(RIGHT, null), run(NONE)], WAS_RIGHT, unread);
    const second = linkStepAfter(first.open, first.memory, unread);
    const third = linkStepAfter(second.open, second.memory, passage(RIGHT, 'none', RIGHT, 'keeper'));

    expect(lines(first.events)).toEqual(['link.lost entra:ann right>none']);
    expect(second).toEqual({ memory: first.memory, events: [], open: [run(NONE)] });
    expect(lines(third.events)).toEqual(['link.healed keeper']);
    expect(third.open).toEqual([]);
  });

  it('are followed by a write that cannot be read back itself', () => {
    const own = call(NONE, PARTNER, BOB);
    const step = linkStepAfter([run(OTHER)], WAS_RIGHT, passage(NONE, 'created', UNREADABLE, BOB), own);
    const next = linkStepAfter(step.open, step.memory, passage(RIGHT, 'none', RIGHT, 'keeper'));

    expect(lines(step.events)).toEqual(['link.lost observed']);
    expect(step.open).toEqual([own]);
    expect(lines(next.events)).toEqual(['link.healed function-key none>right']);
  });

  it('are remembered in their order, the newest 20', () => {
    let intents: readonly LinkIntent[] | undefined;
    for (let n = 1; n <= 25; n += 1) intents = addIntent(intents, { ...run(NONE), runId: `run-${n}` });

    expect(intents?.map(({ runId }) => runId)).toEqual(Array.from({ length: 20 }, (_, n) => `run-${n + 6}`));
  });
});
