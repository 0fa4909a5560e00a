// Settings that are not valid: the app is there all the same, says on every route what is wrong with it, and no more.
import { beforeAll, expect, test } from 'vitest';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { callsOf, deploy, prepareGround, type Deployed, type SimulatedAzure } from './deployment.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const BAD = {
  PARTNER_ID: 'not-digits',
  CLIENT_ID: '',
  LINK_POLICY: 'sometimes',
  SCAN_CONCURRENCY: '0',
  RECONCILE_SCHEDULE: 'hourly',
};

const file = wholeFile();
let keeper: Deployed;
let azure: SimulatedAzure;
beforeAll(async () => {
  const deployment = await deploy(file, await prepareGround(file));
  ({ azure } = deployment);
  keeper = await deployment.start({ settings: BAD });
}, 200_000);

test('the ready check names each of them, without its value', async () => {
  const ready = await keeper.bare('/health/ready');

  expect(namesOf(expectProblem(ready, 503, 'settings-invalid')).toSorted()).toEqual(
    Object.keys(BAD).toSorted(),
  );
  for (const value of ['not-digits', 'sometimes', 'hourly']) expect(ready.text).not.toContain(value);
});

test('health answers, and every other route is 503 settings-invalid', async () => {
  const http = (await keeper.functions()).filter(({ call }) => !call.startsWith('timer '));
  const others = http.filter(({ call }) => !call.startsWith('GET /health'));

  expect((await keeper.bare('/health')).status).toBe(200);
  expect(others.length).toBeGreaterThan(10);
  for (const { call, method = 'GET' } of others) {
    const path = call.slice(method.length + 1).replaceAll(/\{[^}]+\}/g, ID);
    expectProblem(await keeper.call(path, { method }), 503, 'settings-invalid');
  }
});

test('its timers are there, run, and ask Azure for nothing', async () => {
  const timers = (await keeper.functions()).filter(({ call }) => call.startsWith('timer '));

  const answers = await Promise.all(timers.map(({ name }) => keeper.runByHand(name)));

  expect(timers.map(({ name }) => name).toSorted()).toEqual(['deliver', 'reconcile']);
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect((await keeper.bare('/health')).status).toBe(200);
  expect(await callsOf(azure)).toEqual({});
});
