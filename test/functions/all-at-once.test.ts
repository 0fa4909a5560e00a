// What is wrong in the path, the query and the body of a write is named in one answer, and nothing is done.
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

test.each([
  ['POST', 'reconciliations?x=1', { dryRun: 'no', y: 1 }, ['/dryRun', '/y', 'x']],
  ['POST', 'reconciliations', { dryRun: 'no', identity: 'other' }, ['/dryRun', '/identity']],
  ['POST', 'reconciliations?identity=other&dryRun=perhaps', {}, ['dryRun', 'identity']],
  [
    'POST',
    'onboarding-checks?x=1',
    { subscriptionId: 'y', identity: 'other' },
    ['/identity', '/subscriptionId', 'x'],
  ],
  ['POST', 'onboarding-template-checks?x=1', { authorizations: [], y: 1 }, ['/y', 'x']],
  ['POST', 'notifications/none/resend?x=1', { identity: 'other', y: 1 }, ['/identity', '/y', 'x']],
  ['PUT', 'partner-link?override=perhaps&identity=other', { y: 1 }, ['/y', 'identity', 'override']],
  ['PUT', 'expected-subscriptions/x?y=1', { dueAt: 'soon' }, ['/dueAt', 'id', 'y']],
  ['PUT', `expected-subscriptions/${id}?identity=other`, { z: 1 }, ['/z', 'identity']],
  ['DELETE', 'partner-link?identity=other&confirm=x', undefined, ['confirm', 'identity']],
])('%s /api/%s with %j is 400 and names %j', async (method, route, body, names) => {
  const answer = await served.call(`/api/${route}`, { method, ...(body && { body: JSON.stringify(body) }) });

  const problem = expectProblem(answer, 400, 'invalid-request');
  expect(namesOf(problem).toSorted()).toEqual(names);
});

test('a query that is wrong is said before a body that is too large', async () => {
  const body = ' '.repeat(64 * 1024 + 1);

  const wrong = await served.call('/api/reconciliations?x=1', { method: 'POST', body });
  const large = await served.call('/api/reconciliations', { method: 'POST', body });

  expect(namesOf(expectProblem(wrong, 400, 'invalid-request'))).toEqual(['x']);
  expectProblem(large, 413, 'body-too-large');
});
