// The partner link over HTTP (contract §7.6). Each call leaves the link right.
import { expect } from 'vitest';
import { DEMO_OTHER_PARTNER_ID } from '../../../local/cloud/worlds/demo-identity.ts';
import type { Answer } from '../../harness/host.ts';
import { expectProblem } from '../../harness/expect-problem.ts';
import type { Client } from '../client.ts';
import type { Calls } from './call.ts';

export const PARTNER_LINK: Calls = {
  'GET /partner-link': async ({ keeper, azure }) => {
    const answer = await keeper.call('/partner-link');

    expect(answer).toMatchObject({ status: 200, json: { state: 'right', partnerId: azure.partnerId } });
    expect(answer.headers.get('etag')).toMatch(/^"/);
  },

  'PUT /partner-link': async ({ keeper, azure }) => {
    const etag = await etagOf(keeper);

    const blind = await put(keeper, azure.partnerId);
    const stale = await put(keeper, azure.partnerId, '"of another time"');
    const same = await put(keeper, azure.partnerId, etag);
    const foreign = await put(keeper, DEMO_OTHER_PARTNER_ID, etag);
    const override = await put(keeper, DEMO_OTHER_PARTNER_ID, etag, '?override=true');
    const seen = await azure.control('GET', 'link');
    const back = await put(keeper, azure.partnerId, await etagOf(keeper));

    expect(blind.status).toBe(428);
    expectProblem(stale, 412, 'precondition-failed');
    expect(same).toMatchObject({ status: 200, json: { state: 'right' } });
    expectProblem(foreign, 409, 'link-differs-from-settings');
    expect(override).toMatchObject({
      status: 200,
      json: { state: 'other', partnerId: DEMO_OTHER_PARTNER_ID },
    });
    expect(seen).toMatchObject({ partnerId: DEMO_OTHER_PARTNER_ID });
    expect(back).toMatchObject({ status: 200, json: { state: 'right' } });
  },

  'DELETE /partner-link': async ({ keeper, azure }) => {
    const unconfirmed = await keeper.call('/partner-link', { method: 'DELETE' });
    const gone = await keeper.call(`/partner-link?confirm=${azure.partnerId}`, { method: 'DELETE' });
    const seen = await azure.control('GET', 'link');
    const again = await keeper.call(`/partner-link?confirm=${azure.partnerId}`, { method: 'DELETE' });
    await keeper.post('/reconciliations');

    expect(unconfirmed.status).toBe(400);
    expect(gone).toMatchObject({ status: 204, text: '' });
    expect(seen).toMatchObject({ state: 'Deleted' });
    expectProblem(again, 404, 'link-missing');
    expect(await azure.control('GET', 'link')).toMatchObject({ partnerId: azure.partnerId });
  },
};

async function etagOf(keeper: Client): Promise<string> {
  return (await keeper.call('/partner-link')).headers.get('etag') ?? '';
}

function put(keeper: Client, partnerId: string, etag?: string, query = ''): Promise<Answer> {
  return keeper.call(`/partner-link${query}`, {
    method: 'PUT',
    body: JSON.stringify({ partnerId }),
    ...(etag !== undefined && { headers: { 'if-match': etag } }),
  });
}
