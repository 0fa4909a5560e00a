// What is to be told: numbered on and on, gone once it was taken over.
import { expect, it } from 'vitest';
import { EMPTY_OUTBOX, putIntoOutbox } from '../../src/domain/outbox.ts';

const message = (runId: string) => ({
  identity: 'default',
  runId,
  time: '2026-01-01T06:17:00.000Z',
  events: 1,
});

it('numbers entries on, also where all before were taken over', () => {
  const one = putIntoOutbox(EMPTY_OUTBOX, message('run-1'), 0);
  const two = putIntoOutbox(one, message('run-2'), 0);
  const none = putIntoOutbox(two, undefined, 2);
  const three = putIntoOutbox(none, message('run-3'), 2);

  expect(two.entries.map(({ number, runId }) => [number, runId])).toEqual([
    [1, 'run-1'],
    [2, 'run-2'],
  ]);
  expect(none).toEqual({ entries: [], last: 2 });
  expect(three).toEqual({ entries: [{ number: 3, ...message('run-3') }], last: 3 });
});

it('keeps what was not taken over yet', () => {
  const both = putIntoOutbox(putIntoOutbox(EMPTY_OUTBOX, message('run-1'), 0), message('run-2'), 0);

  expect(putIntoOutbox(both, undefined, 1).entries.map(({ runId }) => runId)).toEqual(['run-2']);
});
