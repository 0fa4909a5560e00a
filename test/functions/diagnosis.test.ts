// GET /api/subscriptions/{id}/diagnosis over HTTP: every row of the demo world, and how the answer follows the world.
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { diagnosisShape } from '../harness/diagnosis-shape.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { demoRows } from '../harness/oracle.ts';
import { several } from '../harness/several.ts';
import { ALDER, BIRCH, EARNING, READING, redelegate, storyWorld } from '../harness/story-world.ts';
import { DAY, HOUR, SECOND, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const pathOf = (id: string) => `/api/subscriptions/${id}/diagnosis`;

async function diagnosisOf({ call }: Pick<Served, 'call'>, id: string) {
  const answer = await call(pathOf(id));
  expect(answer.status).toBe(200);
  return diagnosisShape.parse(answer.json);
}

/** The numbers that are ok, and what was found, such as `5 role-not-eligible`. */
function inShort({ reasons }: Awaited<ReturnType<typeof diagnosisOf>>): { ok: number[]; found: string[] } {
  return {
    ok: reasons.filter(({ answer }) => answer === 'ok').map(({ number }) => number),
    found: reasons.flatMap((each) =>
      each.answer === 'found' ? [`${each.number} ${each.finding.code}`] : [],
    ),
  };
}

describe('the demo world, after one run', () => {
  const file = wholeFile();
  let served: Served;

  beforeAll(async () => {
    served = await serveKeeper(file, { clock: testClock() });
    await served.post('/api/reconciliations');
  });

  /** What the link, the principal and the state tell, which are right for all but where a case says otherwise. */
  const ALWAYS = [3, 7, 17, 18];

  test.each<[n: number, story: string, ok: number[], found: string[]]>([
    [1, 'earning', [1, 5, 8, 19, 20, 21], []],
    [2, 'in odd spelling', [1, 5, 8, 19, 20, 21], []],
    [3, 'groups only', [1, 8, 20, 21], ['5 role-not-eligible', '19 resource-group-only']],
    [4, 'the whole and a group', [1, 5, 8, 19, 20, 21], []],
    [5, 'Reader', [1, 8, 19, 20, 21], ['5 role-not-eligible']],
    [6, 'an unlisted role', [1, 8, 19, 20, 21], []],
    [7, 'a role nobody knows', [1, 8, 19, 20, 21], []],
    [8, 'just-in-time', [8, 19, 20, 21], ['1 role-just-in-time-only', '5 role-just-in-time-only']],
    [9, 'a Warned subscription', [1, 5, 8, 19, 20], ['21 subscription-not-enabled']],
    [10, 'through a group', [19, 20, 21], []],
    [11, 'somebody else', [19, 20, 21], ['1 no-authorization', '8 no-authorization']],
    [
      12,
      'failed',
      [],
      ['1 delegation-not-succeeded', '20 delegation-not-succeeded', '21 subscription-not-enabled'],
    ],
    [13, 'under way', [21], ['20 delegation-not-succeeded']],
    [14, 'unreadable', [], []],
  ])('%i, %s', async (n, _, ok, found) => {
    const diagnosis = await diagnosisOf(served, demoSubscriptionId(n));

    expect(inShort(diagnosis)).toEqual({ ok: [...ALWAYS, ...ok].toSorted((a, b) => a - b), found });
    expect(diagnosis.reasons.map(({ number }) => number)).toEqual(
      Array.from({ length: 21 }, (_each, index) => index + 1),
    );
  });

  test('reports are promised for what earns and for nothing else', async () => {
    for (const [id, word] of demoRows()) {
      const { reportsExpected, observedAt } = await diagnosisOf(served, id);
      const earns = word === 'pec' || word === 'pec-partial';
      const by = earns ? new Date(Date.parse(observedAt) + 2 * DAY).toISOString() : null;
      expect([id, reportsExpected.earliest]).toEqual([id, by]);
    }
  });

  test.each([
    ['never seen', '00000000-0000-4000-8000-000000000000'],
    ['visible but not delegated', demoSubscriptionId(15)],
    ['of the own tenant', demoSubscriptionId(16)],
  ])('one that is %s is 404', async (_, id) => {
    expectProblem(await served.call(pathOf(id)), 404, 'subscription-not-found');
  });

  test('what is wrong in the request is named', async () => {
    const bad = async (path: string) =>
      namesOf(expectProblem(await served.call(path), 400, 'invalid-request'));

    expect(await bad(pathOf('x'))).toEqual(['id']);
    expect(await bad(`${pathOf(demoSubscriptionId(1))}?format=csv`)).toEqual(['format']);
    expect(await bad(`${pathOf(demoSubscriptionId(1))}?identity=other`)).toEqual(['identity']);
  });

  test('its ETag is strong, stays however late it is asked while the word holds, and answers 304', async () => {
    const clock = testClock();
    const other = await serveKeeper(file, { clock });
    await other.post('/api/reconciliations');
    const path = pathOf(demoSubscriptionId(1).toUpperCase());

    const first = await other.call(path);
    clock.advance(HOUR);
    const etag = first.headers.get('etag') ?? '';
    const second = await other.call(path, { headers: { 'if-none-match': etag } });

    expect(etag).toMatch(/^"[^"]+"$/);
    expect(second).toMatchObject({ status: 304, text: '' });
  });
});

test('it follows the world: a link lost, a role swapped, a day that was whole, and no run for long', async (t) => {
  const clock = testClock('2024-03-04T00:17:00.000Z');
  const world = storyWorld();
  const served = await serveKeeper(t, { clock, cloud: { world }, settings: { LINK_POLICY: 'observe' } });
  const link = { tenantId: DEMO_IDENTITY.tenantId, objectId: DEMO_IDENTITY.objectId, version: 1 };
  const linkTo = (partnerId: string) =>
    served.cloud.world.links.splice(0, 9, { ...link, partnerId } as never);
  const day = async () => {
    for (let run = 0; run < 4; run += 1) {
      await served.post('/api/reconciliations');
      clock.advance(6 * HOUR);
    }
  };

  await served.post('/api/reconciliations');
  const unlinked = inShort(await diagnosisOf(served, ALDER));
  linkTo(DEMO_IDENTITY.partnerId);
  clock.advance(SECOND);
  await day();
  await day();
  const whole = await diagnosisOf(served, ALDER);
  redelegate(served.cloud.world, BIRCH, READING);
  await served.post('/api/reconciliations');
  const swapped = inShort(await diagnosisOf(served, BIRCH));
  linkTo(DEMO_OTHER_PARTNER_ID);
  redelegate(served.cloud.world, BIRCH, EARNING);
  clock.advance(SECOND);
  await served.post('/api/reconciliations');
  const other = inShort(await diagnosisOf(served, ALDER));
  clock.advance(13 * HOUR);
  const late = inShort(await diagnosisOf(served, ALDER));

  expect(unlinked).toEqual({ ok: [1, 3, 5, 8, 18, 19, 20, 21], found: ['17 link-missing'] });
  expect(inShort(whole)).toEqual({ ok: [1, 3, 5, 6, 7, 8, 17, 18, 19, 20, 21], found: [] });
  expect(whole.reportsExpected.earliest).toBe('2024-03-06T00:17:01.000Z');
  expect(swapped).toEqual({
    ok: [1, 3, 7, 8, 17, 18, 19, 20, 21],
    found: ['5 role-not-eligible', '6 not-whole-day'],
  });
  expect(other.found).toEqual(['6 not-whole-day', '18 link-other-partner']);
  expect(late).toEqual({ ok: [], found: ['6 not-whole-day', '18 link-other-partner'] });
});

test('with several identities it asks which is meant, and tells each its own', async (t) => {
  const served = await serveKeeper(t, several({}));
  await served.post('/api/reconciliations');
  const shared = demoSubscriptionId(22);

  expectProblem(await served.call(pathOf(shared)), 400, 'identity-required');
  for (const identity of ['nordlicht', 'suedwind']) {
    const answer = await served.call(`${pathOf(shared)}?identity=${identity}`);
    expect(diagnosisShape.parse(answer.json)).toMatchObject({ identity, subscriptionId: shared });
  }
});

test('goes by an onboarding check as soon as it is answered', async (t) => {
  const clock = testClock();
  const served = await serveKeeper(t, { clock, cloud: { world: storyWorld() } });
  await served.post('/api/reconciliations');
  redelegate(served.cloud.world, BIRCH, READING);
  clock.advance(HOUR);

  await served.post('/api/onboarding-checks', { subscriptionId: BIRCH });
  const { observedAt, ...diagnosis } = await diagnosisOf(served, BIRCH);

  expect(observedAt).toBe(clock.now().toISOString());
  expect(inShort({ observedAt, ...diagnosis }).found).toContain('5 role-not-eligible');
});
