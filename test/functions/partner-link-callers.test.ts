// Who may call /api/partner-link, for which identity, and under which name it is told.
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { PROVIDERS } from '../../local/cloud/worlds/providers.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { linkClient, linkEvents } from '../harness/partner-link.ts';
import { eventsOf } from '../harness/run-once.ts';
import { several } from '../harness/several.ts';
import { CALLER_ID, serveTokens } from '../harness/tokens.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

describe('AUTH_MODE=entra', () => {
  test('a token that may operate is told by its object id, one that may read only reads', async (t) => {
    const served = await serveTokens(t, { settings: { LINK_POLICY: 'observe' } });
    served.cloud.setLink(OTHER);
    const withRole = async (role: string) =>
      linkClient(served, { authorization: `Bearer ${await served.token({ roles: [role] })}` });
    const reader = await withRole('Keeper.Read');
    const operator = await withRole('Keeper.Operate');

    const { etag } = await reader.read();
    const forbidden = [await reader.put(OURS, etag), await reader.remove(`?confirm=${OTHER}`)];
    const nobody = linkClient(served);
    const refused = [await nobody.get(), await nobody.put('x', undefined), await nobody.remove('')];
    const set = await operator.put(OURS, etag);
    const removed = await operator.remove(`?confirm=${OURS}`);

    for (const answer of forbidden) expectProblem(answer, 403, 'forbidden');
    for (const answer of refused) expectProblem(answer, 401, 'unauthenticated');
    expect([set.status, removed.status]).toEqual([200, 204]);
    expect(await linkEvents(served)).toEqual([
      `link.changed entra:${CALLER_ID} other>right`,
      `link.lost entra:${CALLER_ID} right>none`,
    ]);
  });
});

describe('AUTH_MODE=function-key', () => {
  test('a key that may only read does not write, and one that may operate is told as function-key', async (t) => {
    const reading = await serveKeeper(t, { settings: { FUNCTION_KEY_ACCESS: 'read' } });
    reading.cloud.setLink(OURS);
    const reader = linkClient(reading);
    const { etag } = await reader.read();

    for (const answer of [await reader.put(OURS, etag), await reader.remove(`?confirm=${OURS}`)])
      expectProblem(answer, 403, 'forbidden');
    expect(reading.cloud.linkHistory().at(-1)?.partnerId).toBe(OURS);
  });
});

describe('several identities', () => {
  test('ask which one is meant, and each has its own link, lease and history', async () => {
    const served = await serveKeeper({ onTestFinished }, several({}));
    const client = linkClient(served);
    const { partnerId } = PROVIDERS.hafen;

    const unnamed = [
      await client.get(),
      await client.put(partnerId, undefined),
      await client.remove(`?confirm=${partnerId}`),
    ];
    const wrong = await client.get('?identity=default');
    const { link, etag } = await client.read('?identity=hafen');
    const other = await client.read('?identity=nordlicht');
    const foreignTag = await client.put(partnerId, other.etag, '?identity=hafen');
    const set = await client.put(partnerId, etag, '?identity=hafen');

    for (const answer of unnamed)
      expect(namesOf(expectProblem(answer, 400, 'identity-required'))).toEqual(['identity']);
    expectProblem(wrong, 400, 'invalid-request');
    expect(link).toMatchObject({ state: 'none', wantedPartnerId: partnerId });
    // Of the same state, but of another principal.
    expect(other.link.state).toBe('none');
    expectProblem(foreignTag, 412, 'precondition-failed');
    expect(set.json).toMatchObject({ state: 'right', partnerId });
    expect((await client.read('?identity=nordlicht')).link.state).toBe('none');
    expect((await eventsOf(served.store)).map(({ type, identity }) => `${type} ${identity}`)).toEqual([
      'link.created hafen',
    ]);
    expect(served.cloud.linkHistory().filter(({ by }) => by === 'api')).toMatchObject([
      { objectId: PROVIDERS.hafen.objectId, partnerId },
    ]);
  });
});
