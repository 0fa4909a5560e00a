// GET, PUT and DELETE /api/partner-link: what is answered, in which order it is refused, and what the world shows after it.
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { sendChunked } from '../harness/chunked.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import type { Environment } from '../harness/keeper.ts';
import { linkClient, linkEvents, linkPath, linkWrites } from '../harness/partner-link.ts';
import { linkShape } from '../harness/shapes.ts';
import { testClock } from '../harness/test-clock.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

async function serveLink(linked: string | null, settings: Environment = {}) {
  const clock = testClock();
  const served = await serveKeeper({ onTestFinished }, { clock, settings });
  if (linked !== null) served.cloud.setLink(linked);
  return { ...served, ...linkClient(served), clock };
}

/** Nothing was written, neither to Azure nor to the store. */
async function expectUntouched(served: Served, before: (string | null)[]): Promise<void> {
  expect(linkWrites(served)).toEqual([]);
  expect(linkPath(served)).toEqual(before);
  expect(await served.store.readIdentity('default')).toBeUndefined();
  expect(await linkEvents(served)).toEqual([]);
}

describe('GET', () => {
  test.each([
    [null, 'none', 'False', 'NoLink'],
    [OURS, 'right', 'True', 'LinkRight'],
    [OTHER, 'other', 'False', 'OtherPartner'],
  ])('%s reads as %s, live, and writes nothing', async (linked, state, status, reason) => {
    const served = await serveLink(linked);

    const { link } = await served.read();

    expect(link).toMatchObject({ state, wantedPartnerId: OURS, conditions: [{ status, reason }] });
    expect(link.partnerId).toBe(linked ?? undefined);
    expect(link.version).toBe(linked === null ? undefined : 1);
    expect(served.cloud.calls()).toEqual({ 'entra.token': 1, 'partners.get': 1 });
    await expectUntouched(served, linked === null ? [null] : [null, linked]);
  });

  test.each<[policy: string, linked: string | null, note: unknown]>([
    ['observe', null, undefined],
    [
      'create',
      null,
      expect.stringMatching(/LINK_POLICY is create: .*the next run sets it again, to partner ID 4242424/),
    ],
    ['create', OTHER, undefined],
    [
      'heal',
      OTHER,
      expect.stringContaining('LINK_POLICY is heal: the next run sets the link back to partner ID 4242424'),
    ],
    ['heal', OURS, undefined],
  ])('says under %s over %s what the next run will do', async (policy, linked, note) => {
    const { link } = await (await serveLink(linked, { LINK_POLICY: policy })).read();

    expect(link.note).toEqual(note);
  });

  test('has an ETag of how it stands, which changes with every write of it, and honours If-None-Match', async () => {
    const { cloud, clock, read, get } = await serveLink(null);
    const tags = [];
    for (const partnerId of [null, OURS, OTHER, OURS, null]) {
      cloud.setLink(partnerId);
      const { etag } = await read();
      tags.push(etag);
      clock.advance(1000);
      expect((await read()).etag).toBe(etag);
      for (const given of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const known = await get('', { 'if-none-match': given });
        expect(known).toMatchObject({ status: 304, text: '' });
        expect(known.headers.get('etag')).toBe(etag);
      }
      expect((await get('', { 'if-none-match': tags.at(-2) ?? '"x"' })).status).toBe(200);
    }

    // Nothing tells two absences apart; the link set again has another version.
    expect(tags.at(-1)).toBe(tags[0]);
    expect(new Set(tags).size).toBe(4);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
  });

  test('of a link that cannot be read is 200, says why, and has no ETag', async () => {
    const served = await serveLink(OURS);
    served.cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get', code: 'Forbidden' });

    const answer = await served.get('', { 'if-none-match': '*' });

    expect(answer.status).toBe(200);
    expect(answer.headers.has('etag')).toBe(false);
    const link = linkShape.parse(answer.json);
    expect(link).toMatchObject({ state: 'unreadable', conditions: [{ status: 'Unknown' }] });
    expect(link.conditions[0]?.message).toContain('403 Forbidden');
    expect(link).not.toHaveProperty('partnerId');
  });

  test('tells since when it is so, as the last run saw it', async () => {
    const served = await serveLink(OURS);
    await served.post('/api/reconciliations');
    const since = (await served.store.readIdentity('default'))?.link?.conditions[0]?.lastTransitionTime;

    const right = await served.read();
    served.cloud.setLink(null);
    const lost = await served.read();

    expect(right.link.conditions[0]?.lastTransitionTime).toBe(since);
    expect(lost.link.conditions[0]).toMatchObject({ status: 'False' });
  });
});

describe('PUT', () => {
  test.each<[string, linked: string | null, wanted: string, query: string, policy: string, write: string]>([
    ['creates what is missing', null, OURS, '', 'create', 'partner.create'],
    ['changes another one, though the policy would leave it', OTHER, OURS, '', 'create', 'partner.update'],
    ['creates, though the policy never writes', null, OURS, '', 'observe', 'partner.create'],
    ['overrides the settings', OURS, OTHER, '?override=true', 'heal', 'partner.update'],
    ['overrides the settings over none', null, OTHER, '?override=true', 'observe', 'partner.create'],
  ])('%s', async (_, linked, wanted, query, policy, write) => {
    const served = await serveLink(linked, { LINK_POLICY: policy });
    const { etag } = await served.read();
    served.cloud.resetCalls();

    const answer = await served.put(wanted, etag, query);

    expect(answer.status).toBe(200);
    const link = linkShape.parse(answer.json);
    expect(link).toMatchObject({ state: wanted === OURS ? 'right' : 'other', partnerId: wanted });
    const read = await served.read();
    expect(read.link).toEqual(link);
    expect(read.etag).toBe(answer.headers.get('etag'));
    expect(read.etag).not.toBe(etag);
    expect(linkWrites(served)).toEqual([write]);
    // Never a moment without one.
    expect(linkPath(served)).toEqual(linked === null ? [null, wanted] : [null, linked, wanted]);
  });

  test.each([
    [OURS, ''],
    [OTHER, '?override=true'],
  ])('is 200 without a write where it is %s already', async (linked, query) => {
    const served = await serveLink(linked);

    const answers = [await served.set(linked, query), await served.put(linked, '*', query)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await expectUntouched(served, [null, linked]);
  });

  test('takes the partner ID in the query too, as from a client that can only send chunks', async () => {
    const served = await serveLink(null);
    const { etag } = await served.read();
    const url = `${served.host.url}/api/partner-link`;

    const chunked = await sendChunked('PUT', url, ['{"partnerId":', `"${OURS}"}`]);
    const { detail } = expectProblem(chunked, 400, 'body-not-received');
    const answer = await served.put(undefined, etag, `?partnerId=${OURS}`);

    expect(detail).toContain('query');
    expect(answer.status).toBe(200);
    expect(linkPath(served)).toEqual([null, OURS]);
  });

  test('is refused in this order: 400, 428, 412, 409', async () => {
    const served = await serveLink(OTHER);
    const { etag } = await served.read();
    served.cloud.setLink('4444444');
    served.cloud.resetCalls();

    const bad = await served.put('x', undefined);
    const unconditional = await served.put('999999', undefined);
    const onlyNoneMatch = await served.call('/api/partner-link', {
      method: 'PUT',
      headers: { 'if-none-match': '*' },
      body: JSON.stringify({ partnerId: '999999' }),
    });
    expect(served.cloud.calls()).toEqual({});
    const stale = await served.put('999999', etag);
    const differs = await served.set('999999');
    const refused = await served.set('999999', '?override=true');

    expectProblem(bad, 400, 'invalid-request');
    for (const answer of [unconditional, onlyNoneMatch])
      expect(namesOf(expectProblem(answer, 428, 'precondition-required'))).toEqual(['If-Match']);
    expectProblem(stale, 412, 'precondition-failed');
    expect(expectProblem(differs, 409, 'link-differs-from-settings').detail).toContain('override=true');
    const problem = expectProblem(refused, 409, 'link-refused');
    expect(problem.azureCode).toBe('BadRequest');
    expect(problem.detail).toContain('BadRequest');
    expect(linkPath(served)).toEqual([null, OTHER, '4444444']);
  });

  test.each<[string, (etag: string) => string, number]>([
    ['its ETag', (etag) => etag, 200],
    ['its ETag among others', (etag) => `"x", ${etag}`, 200],
    ['any', () => '*', 200],
    ['its ETag, weakly', (etag) => `W/${etag}`, 412],
    ['another one', () => '"x"', 412],
    ['an empty one', () => '""', 412],
    ['its ETag without quotes', (etag) => etag.slice(1, -1), 412],
  ])('with If-Match of %s', async (_, ifMatch, status) => {
    for (const linked of [null, OTHER]) {
      const served = await serveLink(linked);
      const { etag } = await served.read();

      expect((await served.put(OURS, ifMatch(etag))).status).toBe(status);
      expect(linkPath(served).at(-1)).toBe(status === 200 ? OURS : linked);
    }
  });

  test('somebody else wrote in between: 412, and theirs stays', async () => {
    const served = await serveLink(null);
    const { etag } = await served.read();
    served.cloud.setLink(OTHER);

    expectProblem(await served.put(OURS, etag), 412, 'precondition-failed');

    await expectUntouched(served, [null, OTHER]);
  });

  test('of two that took the same ETag one sets it, and the other is told', async () => {
    const served = await serveLink(OTHER);
    const { etag } = await served.read();

    const answers = await Promise.all([served.put(OURS, etag), served.put(OURS, etag)]);

    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    expect([409, 412]).toContain(statuses[1]);
    expect(linkPath(served)).toEqual([null, OTHER, OURS]);
    expect(await linkEvents(served)).toEqual(['link.changed function-key other>right']);
  });
});

describe('DELETE', () => {
  test.each([OURS, OTHER])('removes the link to %s, which is named', async (linked) => {
    const served = await serveLink(linked);

    const answer = await served.remove(`?confirm=${linked}`);

    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(linkWrites(served)).toEqual(['partner.delete']);
    expect(linkPath(served)).toEqual([null, linked, null]);
    const { link } = await served.read();
    expect(link.state).toBe('none');
    expect(link.note).toContain('the next run sets it again');
  });

  test('where there is none is 404, whatever is said of it', async () => {
    const served = await serveLink(null);

    expectProblem(await served.remove(`?confirm=${OURS}`), 404, 'link-missing');
    expectProblem(await served.remove(`?confirm=${OURS}`, { 'if-match': '"x"' }), 404, 'link-missing');

    await expectUntouched(served, [null]);
  });

  test('with another partner ID than the one that is linked names it, and nothing is removed', async () => {
    const served = await serveLink(OTHER);

    const problem = expectProblem(await served.remove(`?confirm=${OURS}`), 400, 'invalid-request');

    expect(namesOf(problem)).toEqual(['confirm']);
    await expectUntouched(served, [null, OTHER]);
  });

  test('takes no other name, and honours If-Match where it is sent', async () => {
    const served = await serveLink(OURS);
    const { etag } = await served.read();
    const confirm = `?confirm=${OURS}`;

    const unknown = expectProblem(await served.remove(`${confirm}&override=true`), 400, 'invalid-request');
    const stale = await served.remove(confirm, { 'if-match': '"x"' });
    await expectUntouched(served, [null, OURS]);
    const removed = await served.remove(confirm, { 'if-match': etag });

    expect(namesOf(unknown)).toEqual(['override']);
    expectProblem(stale, 412, 'precondition-failed');
    expect(removed.status).toBe(204);
  });
});
