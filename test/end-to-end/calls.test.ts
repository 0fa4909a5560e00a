// Every function of the deployed app is called, by what the host itself says it has; and who is let in.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../harness/host.ts';
import { demoRows, wordsOf } from '../harness/oracle.ts';
import { runsShape, subscriptionsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';
import type { Calls } from './calls/call.ts';
import { PARTNER_LINK } from './calls/partner-link.ts';
import { READS } from './calls/reads.ts';
import { WRITES } from './calls/writes.ts';
import type { DeployedFunction } from './client.ts';
import { deploy, prepareGround, type Deployed, type SimulatedAzure } from './deployment.ts';
import { chosenHost } from './hosts/chosen-host.ts';
import { callsInSources } from './sources.ts';

const CALLS: Calls = { ...READS, ...WRITES, ...PARTNER_LINK };
const ID = '00000000-0000-4000-8000-000000000000';
const { 'asking for keys': noKeys } = chosenHost.leftOut;

const file = wholeFile();
let keeper: Deployed;
let azure: SimulatedAzure;
let functions: DeployedFunction[];
let first: Answer;
beforeAll(async () => {
  const deployment = await deploy(file, await prepareGround(file));
  ({ azure } = deployment);
  keeper = await deployment.start();
  functions = await keeper.functions();
  first = await keeper.post('/reconciliations');
}, 200_000);

test('asked over HTTP it makes the missing link, and says of each subscription what is true', async () => {
  const rows = subscriptionsShape.parse((await keeper.call('/subscriptions')).json).value;

  expect(first.status).toBe(200);
  expect(runsShape.parse(first.json).value).toMatchObject([
    { trigger: 'http', state: 'partial', link: { before: { state: 'none' }, action: 'created' } },
  ]);
  expect(await azure.control('GET', 'link')).toMatchObject({ partnerId: azure.partnerId });
  expect(wordsOf(rows)).toEqual(demoRows());
});

test('the host has each function of the sources, and this suite calls each of them', () => {
  const deployed = functions.map(({ call }) => call);

  expect(deployed.toSorted()).toEqual(callsInSources().toSorted());
  expect(deployed.filter((call) => CALLS[call] === undefined)).toEqual([]);
});

// What the sources do not have yet is not waited for; what they have and CALLS has not fails above.
test.each(callsInSources().flatMap((name) => (CALLS[name] ? [{ name, call: CALLS[name] }] : [])))(
  '$name',
  async ({ call }) => {
    await expect(call({ keeper, azure })).resolves.toBeUndefined();
  },
);

describe.skipIf(noKeys !== undefined)('keys', () => {
  const pathOf = ({ call }: DeployedFunction) => call.replace(/^\S+ /, '').replaceAll(/\{[^}]+\}/g, ID);
  const called = async ({ method = 'GET', ...fn }: DeployedFunction, key?: string) => {
    const headers = key === undefined ? {} : { 'x-functions-key': key };
    return keeper.bare(pathOf({ method, ...fn }), { method, headers });
  };

  test('every call but health and the contract itself is 401 with nothing in it to who has none', async () => {
    const http = functions.filter(({ method }) => method !== undefined);
    const closed = http.filter(({ anonymous }) => !anonymous);
    const open = http.filter(({ anonymous }) => anonymous).map(({ call }) => call);

    for (const fn of closed)
      for (const key of [undefined, 'wrong'])
        expect({ call: fn.call, ...(await called(fn, key)) }).toMatchObject({
          call: fn.call,
          status: 401,
          text: '',
        });
    expect(['GET /health', 'GET /health/ready', 'GET /openapi.json']).toEqual(expect.arrayContaining(open));
    expect(open).toEqual(expect.arrayContaining(['GET /health', 'GET /health/ready']));
  });

  test('the host key and the master key open it, as header and as ?code=', async () => {
    const { host = '', master = '' } = keeper.keys ?? {};

    for (const key of [host, master]) {
      expect((await keeper.bare('/status', { headers: { 'x-functions-key': key } })).status).toBe(200);
      expect((await keeper.bare(`/status?code=${encodeURIComponent(key)}`)).status).toBe(200);
    }
    const { value, nextLink } = (await keeper.bare(`/subscriptions?top=2&code=${encodeURIComponent(host)}`))
      .json as { value: unknown[]; nextLink: string };
    expect(value).toHaveLength(2);
    expect(nextLink).not.toContain('code=');
  });

  test('only the master key runs a function by hand', async () => {
    const answers = await Promise.all(
      [undefined, keeper.keys?.host].map(async (key) =>
        fetch(`${keeper.url}/admin/functions/reconcile`, {
          method: 'POST',
          body: '{}',
          headers: {
            'content-type': 'application/json',
            ...(key !== undefined && { 'x-functions-key': key }),
          },
        }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 403]);
  });
});

test('what there is no route for is 404 with nothing in it', async () => {
  for (const [method, path] of [
    ['GET', '/no-such-thing'],
    ['DELETE', '/status'],
    ['OPTIONS', '/status'],
  ] as const)
    expect(await keeper.call(path, { method })).toMatchObject({ status: 404, text: '' });
});
