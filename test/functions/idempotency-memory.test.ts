// What is remembered for an Idempotency-Key, for how long, and what becomes of it when the store or a process goes away.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/ports/store.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { isReplayed, serveStory } from '../harness/post-with-key.ts';
import { overStore } from '../harness/store-wraps.ts';
import { HOUR, SECOND } from '../harness/test-clock.ts';
import { storedFiles } from '../storage/stored-files.ts';

test('an answer is kept for 24 hours, and by the store: another process gives it again', async () => {
  const { send, clock, runs, folder, app } = await serveStory();
  const first = await send({ key: 'a' });

  clock.advance(24 * HOUR - SECOND);
  const other = await serveStory({ clock, settings: { STORE_PATH: folder } });
  const late = await other.send({ key: 'a' });
  clock.advance(SECOND);
  const tooLate = await other.send({ key: 'a' });

  expect(app.problems).toEqual([]);
  expect(late).toMatchObject({ text: first.text });
  expect(isReplayed(late)).toBe('true');
  expect(tooLate.status).toBe(200);
  expect(isReplayed(tooLate)).toBeNull();
  expect(await runs()).toBe(2);
});

test('a process that was killed keeps its key for five minutes and no longer', async () => {
  const never = new Promise<never>(() => undefined);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let isKilled = true;
  const { send, clock, runs } = await serveStory({
    wrapStore: (store) =>
      overStore(store, {
        acquireLease: (...lease) => {
          begin();
          return isKilled ? never : store.acquireLease(...lease);
        },
      }),
  });
  void send({ key: 'a' }).catch(() => undefined);
  await begun;
  isKilled = false;

  clock.advance(5 * 60 * SECOND - 1);
  const early = await send({ key: 'a' });
  clock.advance(1);
  const late = await send({ key: 'a', body: '{}' });

  expectProblem(early, 409, 'idempotency-in-progress');
  expect(late.status).toBe(200);
  expect(await runs()).toBe(1);
});

test('with the store away it is 503 before anything is done', async () => {
  const away = () => Promise.reject(new StoreUnavailable('The store is away.'));
  const { send, cloud, runs } = await serveStory({
    wrapStore: (store) => overStore(store, { claimAnswer: away }),
  });

  expectProblem(await send({ key: 'a' }), 503, 'store-unavailable');

  expect(cloud.calls()).toEqual({});
  expect(await runs()).toBe(0);
});

test('an answer that could not be kept is given all the same, and the log says so', async () => {
  const away = () => Promise.reject(new StoreUnavailable('The store is away.'));
  const { send, logs } = await serveStory({ wrapStore: (store) => overStore(store, { keepAnswer: away }) });

  const answer = await send({ key: 'a' });

  expect(answer.status).toBe(200);
  expect(logs.map(({ message }) => message)).toContain('AnswerNotKept');
});

test('keys and bodies are stored as hashes alone', async () => {
  const { send, folder } = await serveStory();
  await send({ key: 'a-very-telling-key', body: '{"dryRun": true , "identity":"default"}' });

  const files = await storedFiles(folder);
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')));
  const everything = [...files, ...texts].join('\n');

  expect(everything).toContain('fingerprint');
  expect(everything).not.toContain('telling');
  expect(everything).not.toContain('"dryRun": true ,');
  expect(everything).not.toContain(createHash('sha256').update('a-very-telling-key').digest('hex'));
});
