// A fault on every call in turn, lasting or passing: the run ends in time, the rest is right, what was not read is
// unknown and nothing is lost; and when it is over, everything is as it was and nothing was told.
import { expect, test, vi, type TestContext } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { startDays } from '../harness/days.ts';
import { countWords, wordsOf } from '../harness/oracle.ts';
import { rowsOf } from '../harness/run-once.ts';

// They wait for each other's retries, not for the processor.
vi.setConfig({ maxConcurrency: 20 });

const IN_TIME_MS = 15_000;

/** Faults that stay for the whole run; each by its name. */
const LASTING: Record<string, Fault> = {
  '429 for an hour': { kind: 'status', status: 429, retryAfter: 3600 },
  '429 without Retry-After': { kind: 'status', status: 429 },
  '500': { kind: 'status', status: 500 },
  '503 with HTML': { kind: 'status', status: 503, body: '<html>busy</html>' },
  '403': { kind: 'status', status: 403 },
  reset: { kind: 'reset' },
  'torn JSON': { kind: 'truncate' },
  'JSON of something else': { kind: 'body', body: { surprise: true } },
};

/** Faults that a run must not even feel. */
const PASSING: Record<string, Fault> = {
  '429 for a second': { kind: 'status', status: 429, retryAfter: 1, times: 1 },
  'one 500': { kind: 'status', status: 500, times: 1 },
  'one reset': { kind: 'reset', times: 1 },
  'one lost answer': { kind: 'lost-answer', times: 1 },
  'one torn answer': { kind: 'truncate', times: 1 },
  'slow answers': { kind: 'delay', ms: 200 },
  'an empty page with a nextLink': { kind: 'empty-page' },
};

const CALLS = {
  token: { operation: 'entra.token' },
  link: { operation: 'partners.get' },
  listing: { operation: 'subscriptions.list' },
  'every scan': { operation: 'registrationAssignments.list' },
  'one scan': { operation: 'registrationAssignments.list', match: demoSubscriptionId(2) },
} as const;

/** What each lasting fault leaves: the run's state, and the words of the rows. */
const LEFT: Record<
  keyof typeof CALLS,
  { state: string; word: (id: string, word: string) => string; finding?: string }
> = {
  token: { state: 'failed', word: (_, word) => word },
  listing: { state: 'failed', word: (_, word) => word },
  link: {
    state: 'partial',
    word: (_, word) => (word === 'none' ? word : 'unknown'),
    finding: 'link-unreadable',
  },
  'every scan': { state: 'partial', word: () => 'unknown', finding: 'read-failed' },
  'one scan': {
    state: 'partial',
    word: (id, word) => (id === demoSubscriptionId(2) ? 'unknown' : word),
    finding: 'read-failed',
  },
};

const FEW: readonly string[] = ['every scan', 'token'];

/** Every fault on every call; where one call stands for another only the first few. */
function cases(faults: Record<string, Fault>): [name: string, call: keyof typeof CALLS, fault: Fault][] {
  const named = Object.entries(faults);
  return (Object.keys(CALLS) as (keyof typeof CALLS)[]).flatMap((call) =>
    (FEW.includes(call) ? named.slice(0, 4) : named).map(
      ([name, fault]): [string, keyof typeof CALLS, Fault] => [name, call, { ...fault, ...CALLS[call] }],
    ),
  );
}

for (const [name, call, fault] of cases(LASTING))
  test.concurrent(`lasting: ${name} on the ${call}`, async (t) => {
    const { cloud, next, store } = await startWhole(t);
    const first = await next();
    const before = await rowsOf(store);
    const { state, word, finding } = LEFT[call];

    cloud.addFault(fault);
    const startedAt = performance.now();
    const faulty = await next();
    const tookMs = performance.now() - startedAt;
    const during = await rowsOf(store);
    cloud.clearFaults();
    const after = await next();

    const hasFailed = state === 'failed';
    expect(tookMs).toBeLessThan(IN_TIME_MS);
    expect(faulty.run.state).toBe(state);
    const words = new Map([...wordsOf(before)].map(([id, each]) => [id, word(id, each)]));
    // Whether anything is delegated in the one that is only named by a data platform cannot be seen either.
    if (call === 'every scan') words.set(demoSubscriptionId(15), 'unknown');
    expect(wordsOf(during)).toEqual(words);
    const counted = countWords(words.values(), call === 'every scan' ? 0 : 1);
    expect(faulty.run.totals).toEqual(hasFailed ? first.run.totals : counted);
    const changed = during.filter((row) => row.recognition !== wordsOf(before).get(row.subscriptionId));
    expect([...new Set(changed.map((row) => row.findings[0]?.code))]).toEqual(hasFailed ? [] : [finding]);
    const times = new Map(before.map((row) => [row.subscriptionId, row.observedAt]));
    const unread = during.filter((row) => !row.read && times.has(row.subscriptionId));
    expect(unread.map((row) => row.observedAt)).toEqual(unread.map((row) => times.get(row.subscriptionId)));
    expect(faulty.told).toEqual(hasFailed ? ['run.failing'] : []);
    expect(wordsOf(await rowsOf(store))).toEqual(wordsOf(before));
    expect(after.run.state).toBe('succeeded');
    expect(after.told).toEqual(hasFailed ? ['run.recovered'] : []);
  });

for (const [name, call, fault] of cases(PASSING))
  test.concurrent(`passing: ${name} on the ${call}`, async (t) => {
    const { cloud, next, store } = await startWhole(t);
    await next();
    const before = await rowsOf(store);
    cloud.addFault(fault);

    const { run, told } = await next();

    expect(run.state).toBe('succeeded');
    expect(told).toEqual([]);
    expect(await rowsOf(store)).toEqual(before);
  });

/** The demo without what cannot be read, so that a calm run is whole. */
async function startWhole(t: TestContext) {
  const days = await startDays(t);
  const { world } = days.cloud;
  world.customers = world.customers.filter(({ name }) => name !== 'Uferstein Savings');
  return days;
}
