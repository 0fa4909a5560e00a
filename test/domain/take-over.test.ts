// Taking the outboxes over: each run's message once and whole, wherever a reader comes between two commits.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { DeliveryRecord } from '../../src/domain/delivery.ts';
import { EMPTY_OUTBOX, putIntoOutbox, type Outbox } from '../../src/domain/outbox.ts';
import { takeOver, type OutboxSight } from '../../src/domain/take-over.ts';

type Taken = DeliveryRecord['taken'];

const NONE: Taken = { identity: 0, expected: 0, checks: 0, expectedByChecks: 0 };

function outbox(...entries: [number: number, runId: string, identity?: string][]): Outbox {
  return {
    entries: entries.map(([number, runId, identity = 'a']) => ({
      number,
      identity,
      runId,
      time: `time of ${runId}`,
      events: 1,
    })),
    last: entries.at(-1)?.[0] ?? 0,
  };
}

function sight(changes: Partial<OutboxSight>): OutboxSight {
  const { before = EMPTY_OUTBOX, checksBefore = EMPTY_OUTBOX } = changes;
  return {
    identity: 'a',
    before,
    checksBefore,
    expected: EMPTY_OUTBOX,
    ended: new Set(),
    after: before,
    checksAfter: checksBefore,
    ...changes,
  };
}

test.each<[name: string, sight: OutboxSight, runs: string[], taken: Partial<Taken>]>([
  ['nothing', sight({}), [], NONE],
  [
    'own entries',
    sight({ before: outbox([3, 'r1'], [4, 'r2']) }),
    ['r1', 'r2'],
    { identity: 4, expected: 0 },
  ],
  [
    'both of one run are one message',
    sight({ before: outbox([1, 'r1']), expected: outbox([7, 'r1']), ended: new Set(['r1']) }),
    ['r1'],
    { identity: 1, expected: 7 },
  ],
  [
    'expected alone, of a run that has ended',
    sight({ expected: outbox([7, 'r1']), ended: new Set(['r1']) }),
    ['r1'],
    { identity: 0, expected: 7 },
  ],
  [
    'those of checks, while a run is under way',
    sight({
      expected: outbox([7, 'r1'], [8, 'check-1']),
      checksBefore: outbox([1, 'check-1'], [2, 'check-2']),
      ended: new Set(['check-1']),
    }),
    ['check-1', 'check-2'],
    { checks: 2, expectedByChecks: 8 },
  ],
  [
    'not of a check that waits behind one which has not ended',
    sight({
      expected: outbox([7, 'check-1'], [8, 'check-2']),
      checksBefore: outbox([1, 'check-0'], [2, 'check-2'], [3, 'check-3']),
      ended: new Set(['check-2']),
    }),
    ['check-0'],
    { checks: 1 },
  ],
  ['not of a run under way', sight({ expected: outbox([7, 'r1']) }), [], NONE],
  [
    'what comes after a run under way waits too',
    sight({ expected: outbox([7, 'r1'], [8, 'r2'], [9, 'r3']), ended: new Set(['r1', 'r3']) }),
    ['r1'],
    { identity: 0, expected: 7 },
  ],
  ["not another identity's", sight({ expected: outbox([7, 'r1', 'b']), ended: new Set(['r1']) }), [], NONE],
  [
    'a run that ended between the readings is taken whole',
    sight({ expected: outbox([7, 'r1']), ended: new Set(['r1']), after: outbox([1, 'r1']) }),
    ['r1'],
    { identity: 1, expected: 7 },
  ],
  [
    'with the ones before it',
    sight({ expected: outbox([7, 'r2']), ended: new Set(['r2']), after: outbox([1, 'r1'], [2, 'r2']) }),
    ['r2', 'r1'],
    { identity: 2, expected: 7 },
  ],
  [
    'but not the ones after it, whose expected entries were not seen',
    sight({ expected: outbox([7, 'r1']), ended: new Set(['r1']), after: outbox([1, 'r1'], [2, 'r2']) }),
    ['r1'],
    { identity: 1, expected: 7 },
  ],
])('%s', (_, each, runs, taken) => {
  const took = takeOver(NONE, each);

  expect(took.runs.map(({ runId }) => runId)).toEqual(runs);
  expect(took.taken).toEqual({ ...NONE, ...taken });
  for (const { runId, time } of took.runs) expect(time).toBe(`time of ${runId}`);
});

it('what was taken over leaves the outbox with the next run, told or not, and numbers count on', () => {
  const before = outbox([1, 'r1'], [2, 'r2']);

  const quiet = putIntoOutbox(before, undefined, 1);
  const next = putIntoOutbox(quiet, { identity: 'a', runId: 'r3', time: 'now', events: 1 }, 2);

  expect(quiet).toEqual({ entries: [before.entries[1]], last: 2 });
  expect(next).toEqual({
    entries: [{ number: 3, identity: 'a', runId: 'r3', time: 'now', events: 1 }],
    last: 3,
  });
});

it('takes nothing twice', () => {
  const seen = sight({
    before: outbox([1, 'r1'], [2, 'r2']),
    expected: outbox([1, 'r1'], [2, 'r2']),
    ended: new Set(['r1', 'r2']),
  });

  const took = takeOver({ identity: 1, expected: 1 }, seen);

  expect(took).toMatchObject({ runs: [{ runId: 'r2' }], taken: { identity: 2, expected: 2 } });
});

describe('wherever the reader comes between the commits of runs', () => {
  /** What a run does: in the expected outbox, in its own, or just ends. */
  const run = fc.record({ expected: fc.boolean(), own: fc.boolean(), killed: fc.boolean() });

  it('each run that told something is taken exactly once, with all that it told', () => {
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 6 }),
        fc.array(fc.nat(20), { maxLength: 40 }),
        (runs, pauses) => {
          const world = { own: EMPTY_OUTBOX, expected: EMPTY_OUTBOX, running: new Set<string>() };
          const steps = runs.flatMap((each, n) => stepsOf(world, `r${n}`, each));
          let taken = NONE;
          const told: string[] = [];
          const walk = (most: number) => steps.splice(0, most).forEach((step) => step());
          const read = (pause: () => number) => {
            const before = world.own;
            walk(pause());
            const { expected } = world;
            walk(pause());
            const ended = new Set(
              expected.entries.map(({ runId }) => runId).filter((runId) => !world.running.has(runId)),
            );
            walk(pause());
            const took = takeOver(taken, sight({ before, expected, ended, after: world.own }));
            ({ taken } = took);
            for (const { runId } of took.runs) {
              told.push(runId);
              expect(isWhole(world, taken, runId)).toBe(true);
            }
          };
          const rest = [...pauses];
          while (rest.length > 0) read(() => (rest.shift() ?? 0) % 3);
          walk(Infinity);
          read(() => 0);
          read(() => 0);

          const should = runs.flatMap(({ expected, own, killed }, n) =>
            expected || (own && !killed) ? [`r${n}`] : [],
          );
          expect(told.toSorted()).toEqual(should.toSorted());
        },
      ),
    );
  });

  interface WorldOfRuns {
    own: Outbox;
    expected: Outbox;
    running: Set<string>;
  }

  function stepsOf(
    world: WorldOfRuns,
    runId: string,
    { expected, own, killed }: { expected: boolean; own: boolean; killed: boolean },
  ): (() => void)[] {
    const entry = { identity: 'a', runId, time: runId, events: 1 };
    return [
      () => {
        // Whoever begins closes one that was killed.
        world.running.clear();
        world.running.add(runId);
      },
      ...(expected ? [() => void (world.expected = putIntoOutbox(world.expected, entry, 0))] : []),
      ...(killed
        ? []
        : [
            () => {
              if (own) world.own = putIntoOutbox(world.own, entry, 0);
              world.running.delete(runId);
            },
          ]),
      ...(killed ? [() => world.running.clear()] : []),
    ];
  }

  /** Nothing of the run is left behind in either outbox. */
  function isWhole({ own, expected }: WorldOfRuns, taken: Taken, runId: string): boolean {
    const left = [
      ...own.entries.filter(({ number }) => number > taken.identity),
      ...expected.entries.filter(({ number }) => number > taken.expected),
    ];
    return left.every((entry) => entry.runId !== runId);
  }
});
