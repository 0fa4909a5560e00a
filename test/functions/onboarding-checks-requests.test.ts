// POST /api/onboarding-checks: what it takes, and what it refuses by name.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { postChunked } from '../harness/chunked.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { several } from '../harness/several.ts';

const CHECKS = '/api/onboarding-checks';

describe('what it takes', () => {
  test.each<[string, string, unknown, string[]]>([
    ['no subscription', '', {}, ['/subscriptionId']],
    ['no GUID', '', { subscriptionId: 'x' }, ['/subscriptionId']],
    ['no GUID in the query', '?subscriptionId=x', {}, ['subscriptionId']],
    ['an unknown field', '', { subscriptionId: demoSubscriptionId(1), dryRun: true }, ['/dryRun']],
    ['an unknown name in the query', '?top=1', { subscriptionId: demoSubscriptionId(1) }, ['top']],
    ['an unknown identity', '', { subscriptionId: demoSubscriptionId(1), identity: 'nobody' }, ['/identity']],
    [
      'two subscriptions',
      `?subscriptionId=${demoSubscriptionId(2)}`,
      { subscriptionId: demoSubscriptionId(1) },
      ['subscriptionId'],
    ],
    ['a list', '', [], ['']],
  ])('%s is refused, by name', async (_, query, body, names) => {
    const { post } = await serveKeeper({ onTestFinished });

    expect(namesOf(expectProblem(await post(`${CHECKS}${query}`, body), 400, 'invalid-request'))).toEqual(
      names,
    );
  });

  test('a body that comes in chunks is not taken for an empty one', async () => {
    const { host } = await serveKeeper({ onTestFinished });

    const answer = await postChunked(`${host.url}${CHECKS}`, [
      `{"subscriptionId":"${demoSubscriptionId(1)}"}`,
    ]);

    expectProblem(answer, 400, 'body-not-received');
  });

  test('of several identities one is to be named, and sees with its own eyes', async () => {
    const served = await serveKeeper({ onTestFinished }, several({}));
    const [customer] = served.cloud.world.customers;
    const subscriptionId = customer?.subscriptions[0]?.subscriptionId;

    expectProblem(await served.post(CHECKS, { subscriptionId }), 400, 'identity-required');
    const answer = await served.post(`${CHECKS}?identity=nordlicht`, { subscriptionId });

    expect(answer.json).toMatchObject({ identity: 'nordlicht', subscriptionId });
  });
});
