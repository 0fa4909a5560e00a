// What is told of the link and of the runs over time.
import { describe, expect, it } from 'vitest';
import type { LinkMemory } from '../../src/domain/identity-record.ts';
import { linkStep, linkStepAfter } from '../../src/domain/link-events.ts';
import { toLink, type LinkAction, type LinkObservation } from '../../src/domain/link.ts';
import { runStep } from '../../src/domain/run-events.ts';
import type { RunState } from '../../src/domain/run.ts';
import { NONE, OTHER, PARTNER, RIGHT, UNREADABLE } from './fixtures.ts';

type Day = [before: LinkObservation, action: LinkAction, after: LinkObservation];

function live(days: readonly Day[]): string[] {
  let memory: LinkMemory = { everRight: false, lost: false };
  const told: string[] = [];
  for (const [before, action, after] of days) {
    const step = linkStep(memory, {
      before: toLink(before, PARTNER),
      action,
      after: toLink(after, PARTNER),
      by: 'keeper',
    });
    memory = step.memory;
    told.push(...step.events.map(({ type, actor }) => `${type} by ${actor}`));
  }
  return told;
}

const THIRD: LinkObservation = { kind: 'linked', partnerId: '7000003', version: 9 };
const quiet: Day = [RIGHT, 'none', RIGHT];

describe('what is told of the link', () => {
  it.each<[name: string, days: Day[], told: string[]]>([
    ['right from the start', [quiet, quiet], []],
    ['created', [[NONE, 'created', RIGHT], quiet], ['link.created by keeper']],
    ['changed', [[OTHER, 'changed', RIGHT], quiet], ['link.changed by keeper']],
    ['refused', [[NONE, 'refused', NONE]], []],
    ['created, but not read back', [[NONE, 'created', UNREADABLE], quiet], []],
    [
      'lost and mended in one run',
      [quiet, [NONE, 'created', RIGHT]],
      ['link.lost by observed', 'link.healed by keeper'],
    ],
    [
      'overwritten and mended in one run',
      [quiet, [OTHER, 'changed', RIGHT]],
      ['link.lost by observed', 'link.healed by keeper'],
    ],
    ['lost and left', [quiet, [NONE, 'held', NONE], [NONE, 'held', NONE]], ['link.lost by observed']],
    [
      'lost and mended by somebody else',
      [quiet, [NONE, 'held', NONE], quiet, quiet],
      ['link.lost by observed', 'link.healed by observed'],
    ],
    [
      'lost while it could not be read',
      [quiet, [UNREADABLE, 'none', UNREADABLE], [NONE, 'held', NONE]],
      ['link.lost by observed'],
    ],
    [
      'right when it was read first, then not read, then lost',
      [
        [RIGHT, 'none', UNREADABLE],
        [NONE, 'held', NONE],
      ],
      ['link.lost by observed'],
    ],
    [
      'created, and lost by the next run',
      [
        [NONE, 'created', RIGHT],
        [NONE, 'held', NONE],
      ],
      ['link.created by keeper', 'link.lost by observed'],
    ],
    ['unreadable is no loss', [quiet, [UNREADABLE, 'none', UNREADABLE], quiet], []],
    ['set by somebody else where it never was right', [[NONE, 'held', NONE], quiet], []],
    [
      'another id held, told once',
      [
        [OTHER, 'held', OTHER],
        [OTHER, 'held', OTHER],
      ],
      ['link.held by observed'],
    ],
    [
      'another id held, then a third',
      [
        [OTHER, 'held', OTHER],
        [UNREADABLE, 'none', UNREADABLE],
        [OTHER, 'held', OTHER],
        [THIRD, 'held', THIRD],
      ],
      ['link.held by observed', 'link.held by observed'],
    ],
    [
      'held again after it was right',
      [[OTHER, 'held', OTHER], quiet, [OTHER, 'held', OTHER]],
      ['link.held by observed', 'link.lost by observed', 'link.held by observed'],
    ],
    [
      'lost twice',
      [quiet, [NONE, 'created', RIGHT], quiet, [NONE, 'created', RIGHT]],
      ['link.lost by observed', 'link.healed by keeper', 'link.lost by observed', 'link.healed by keeper'],
    ],
  ])('%s', (_, days, told) => {
    expect(live(days)).toEqual(told);
  });
});

describe('what is told of the link after a run that was killed at its write', () => {
  const fresh: LinkMemory = { everRight: false, lost: false };
  const right: LinkMemory = { everRight: true, lost: false };
  const lost: LinkMemory = { everRight: true, lost: true };

  it.each<[name: string, memory: LinkMemory, seen: LinkObservation, day: Day, told: string[]]>([
    ['it had created it', fresh, NONE, quiet, ['link.created by keeper']],
    ['it had changed it', fresh, OTHER, quiet, ['link.changed by keeper']],
    ['it had healed it', right, OTHER, quiet, ['link.lost by observed', 'link.healed by keeper']],
    ['it had healed a loss that was told', lost, OTHER, quiet, ['link.healed by keeper']],
    [
      'its write never went out, and this run does it',
      right,
      NONE,
      [NONE, 'created', RIGHT],
      ['link.lost by observed', 'link.healed by keeper'],
    ],
    [
      'what became of it cannot be read',
      right,
      OTHER,
      [UNREADABLE, 'none', UNREADABLE],
      ['link.lost by observed'],
    ],
    [
      'another id came over it, and is left alone',
      right,
      NONE,
      [OTHER, 'held', OTHER],
      ['link.lost by observed', 'link.held by observed'],
    ],
  ])('%s', (_, memory, seen, [before, action, after], told) => {
    const link = (each: LinkObservation) => toLink(each, PARTNER);
    const intent = { runId: 'run-1', before: link(seen) };

    const passage = { before: link(before), action, after: link(after), by: 'keeper' } as const;
    const step = linkStepAfter([intent], memory, passage);

    expect(step.events.map(({ type, actor }) => `${type} by ${actor}`)).toEqual(told);
  });

  it.each<[name: string, before: LinkObservation, after: LinkObservation, own: string[], open: string[]]>([
    ['those before it where it could not read', UNREADABLE, UNREADABLE, ['own'], ['killed']],
    ['its own where its write was not read back', NONE, UNREADABLE, ['own'], ['own']],
    ['none where it wrote nothing and could not read again', NONE, UNREADABLE, [], []],
    ['none where its write was read back', NONE, RIGHT, ['own'], []],
  ])('leaves open %s', (_, before, after, own, open) => {
    const intent = (runId: string) => ({ runId, before: toLink(NONE, PARTNER) });
    const passage = {
      before: toLink(before, PARTNER),
      action: 'none',
      after: toLink(after, PARTNER),
      by: 'keeper',
    } as const;

    const step = linkStepAfter([intent('first'), intent('killed')], fresh, passage, own.map(intent)[0]);

    expect(step.open.map(({ runId }) => runId)).toEqual(open);
  });

  it('is what the run saw itself where none was killed', () => {
    const passage = {
      before: toLink(NONE, PARTNER),
      action: 'created',
      after: toLink(RIGHT, PARTNER),
      by: 'keeper',
    } as const;

    expect(linkStepAfter([], fresh, passage)).toEqual({ ...linkStep(fresh, passage), open: [] });
  });
});

describe('what is told of the runs', () => {
  const runs = (states: readonly RunState[]) => {
    let failing = false;
    let observedAt: string | undefined;
    return states.flatMap((state) => {
      const step = runStep({ failing, ...(observedAt !== undefined && { observedAt }) }, state);
      failing = step.failing;
      if (state !== 'failed') observedAt = 'then';
      return step.events.map(({ type, actor }) => (actor === 'observed' ? type : `${type} by ${actor}`));
    });
  };

  it.each<[states: RunState[], told: string[]]>([
    [['succeeded', 'succeeded'], []],
    [
      ['succeeded', 'failed', 'failed', 'succeeded'],
      ['run.failing', 'run.recovered'],
    ],
    [
      ['partial', 'failed', 'partial', 'failed', 'succeeded'],
      ['run.failing', 'run.recovered'],
    ],
    [['failed', 'failed', 'succeeded'], []],
    [
      ['succeeded', 'failed', 'succeeded', 'failed'],
      ['run.failing', 'run.recovered', 'run.failing'],
    ],
  ])('%j', (states, told) => {
    expect(runs(states)).toEqual(told);
  });
});
