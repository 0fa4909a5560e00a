// What is wrong in a query is 400 and named, all of it at once; what the host takes for itself is let through.
import { beforeAll, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let served: Served;

beforeAll(async () => {
  served = await serveKeeper(file);
});

const id = demoSubscriptionId(1);
const ROUTES = [
  'status',
  'subscriptions',
  `subscriptions/${id}`,
  'reconciliations',
  'reconciliations/x',
  'events',
  `subscriptions/${id}/events`,
  `subscriptions/${id}/diagnosis`,
  'partner-link',
  'expected-subscriptions',
  `expected-subscriptions/${id}`,
  'dashboard',
  'health',
  'health/ready',
];

test.each([
  ['subscriptions', 'recognition=gold', ['recognition']],
  ['subscriptions', 'recognition=', ['recognition']],
  ['subscriptions', 'recognition=pec&recognition=none', ['recognition']],
  ['subscriptions', 'recognition=PEC', ['recognition']],
  ['subscriptions', 'tenantId=x', ['tenantId']],
  ['subscriptions', `tenantId=%7B${id}%7D`, ['tenantId']],
  ['subscriptions', 'finding=nothing', ['finding']],
  ['subscriptions', 'top=0', ['top']],
  ['subscriptions', 'top=1001', ['top']],
  ['subscriptions', 'top=-1', ['top']],
  ['subscriptions', 'top=1.5', ['top']],
  ['subscriptions', 'top=1e2', ['top']],
  ['subscriptions', 'top=%2010', ['top']],
  ['subscriptions', 'top=', ['top']],
  ['subscriptions', 'skipToken=', ['skipToken']],
  ['subscriptions', 'skipToken=@@&top=0', ['skipToken', 'top']],
  ['subscriptions', '__proto__=1', ['__proto__']],
  ['subscriptions', 'format=html', ['format']],
  ['subscriptions', `identity=${'x'.repeat(41)}`, ['identity']],
  ['subscriptions', '$filter=a', ['$filter']],
  ['subscriptions', 'Top=1', ['Top']],
  ['subscriptions', 'constructor=1&toString=2', ['constructor', 'toString']],
  ['subscriptions', '=1', ['']],
  ['subscriptions', 'x=1&top=0&recognition=gold&tenantId=y', ['x', 'recognition', 'tenantId', 'top']],
  ['reconciliations', 'top=0&recognition=pec', ['recognition', 'top']],
  ['reconciliations', 'format=xml', ['format']],
  [`subscriptions/${id}`, 'top=1', ['top']],
  [`subscriptions/${id}`, 'format=csv', ['format']],
  ['reconciliations/x', 'identity=default', ['identity']],
  ['status', 'identity=default', ['identity']],
  ['events', 'type=link.broken&from=2026-02-30&to=yesterday', ['from', 'to', 'type']],
  ['events', 'subscriptionId=x&from=2026-01-01T00:00:00', ['from', 'subscriptionId']],
  ['events', 'from=2026-01-02&to=2026-01-01', ['to']],
  ['subscriptions', 'identity=other&top=0', ['identity', 'top']],
  ['events', 'identity=other&type=x', ['identity', 'type']],
  ['dashboard', 'identity=other&recognition=gold', ['identity', 'recognition']],
  ['evidence', 'identity=other', ['identity', 'month']],
  ['onboarding-template', 'identity=other&format=xml', ['identity', 'format']],
  ['subscriptions/x', 'identity=other&y=1', ['id', 'identity', 'y']],
  ['subscriptions/x/diagnosis', 'y=1', ['id', 'y']],
  ['subscriptions/x/events', 'top=0', ['id', 'top']],
  ['expected-subscriptions/x', 'y=1', ['id', 'y']],
  [`subscriptions/${id}/events`, `subscriptionId=${id}`, ['subscriptionId']],
  ['expected-subscriptions', 'state=gone&top=0&recognition=pec', ['recognition', 'state', 'top']],
  ['expected-subscriptions', 'identity=other', ['identity']],
  [`expected-subscriptions/${id}`, 'identity=other', ['identity']],
  [`expected-subscriptions/${id}`, 'state=missing', ['state']],
])('GET /api/%s?%s is 400 and names %j', async (route, query, names) => {
  const problem = expectProblem(await served.call(`/api/${route}?${query}`), 400, 'invalid-request');

  expect(namesOf(problem).toSorted()).toEqual(names.toSorted());
  for (const each of problem.errors ?? []) expect('parameter' in each).toBe(true);
});

test.each(['yesterday', '2026-02-30', '2026-01-01T00:00:00'])(
  'a time such as %s is told what is meant',
  async (from) => {
    const problem = expectProblem(await served.call(`/api/events?from=${from}`), 400, 'invalid-request');

    expect(problem.errors?.[0]?.detail).toContain('must be an ISO 8601 date, or a time');
  },
);

test.each(ROUTES)('an unknown name is 400 at GET /api/%s', async (route) => {
  const answer = await served.call(`/api/${route}?surprise=1&code=k`);

  expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['surprise']);
});

test.each(ROUTES)('the names of the host, code and clientId, are no error at GET /api/%s', async (route) => {
  const answer = await served.call(`/api/${route}?code=k&clientId=c`);

  expect([200, 404]).toContain(answer.status);
});

test('a wrong value is not repeated in the answer', async () => {
  const answer = await served.call('/api/subscriptions?top=s3cret&tenantId=s3cret&skipToken=s3cret');

  expect(answer.text).not.toContain('s3cret');
});

test('POST /api/reconciliations takes no other name in its query', async () => {
  const answer = await served.post('/api/reconciliations?dryrun=true&identities=x');

  expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['dryrun', 'identities']);
  expect(await served.store.listRuns({ limit: 10 })).toEqual({ items: [] });
});
