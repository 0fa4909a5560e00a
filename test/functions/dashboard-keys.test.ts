// Who opens the dashboard, and what becomes of a key in its address.
import { describe, expect, test } from 'vitest';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer } from '../harness/host.ts';
import { linksOf } from '../harness/page.ts';
import { serveTokens } from '../harness/tokens.ts';

describe('a key', () => {
  test('in the address stays in the links, so that the next page opens; nowhere else is it', async (t) => {
    const { host, call, post } = await serveKeeper(t, { enableAuth: true });
    const { host: key } = host.keys;
    await post(`/api/reconciliations?code=${key}`);

    const without = await call('/api/dashboard');
    const html = (await call(`/api/dashboard?code=${key}&recognition=pec`)).text;

    expect(without).toMatchObject({ status: 401, text: '' });
    const links = linksOf(html).filter((href) => !href.startsWith('#'));
    expect(links.length).toBeGreaterThan(10);
    for (const href of links)
      expect((await fetch(new URL(href, `${host.url}/api/dashboard`))).status).toBe(200);
    expect(html.split(encodeURIComponent(key)).length - 1).toBe(links.length);
    expect(html.replaceAll(/href="[^"]*"/g, '')).not.toContain(key);
  });

  test('in the header is in no link, and neither is one that nobody asks for', async (t) => {
    const { host, call } = await serveKeeper(t, { enableAuth: true });
    const headers = { 'x-functions-key': host.keys.host };

    const answer = await call('/api/dashboard', { headers });

    expect(answer.status).toBe(200);
    expect(linksOf(answer.text).filter((href) => href.includes('code='))).toEqual([]);
  });

  test('under AUTH_MODE=entra means nothing: a token with a role opens the page, the browser’s too', async (t) => {
    const { call, callWith, token } = await serveTokens(t);
    const good = await token({ roles: ['Keeper.Read'] });
    const answers: Answer[] = [
      await callWith(good, '/api/dashboard?code=secret'),
      await call('/api/dashboard?code=secret', { headers: { 'x-ms-token-aad-access-token': good } }),
    ];

    expectProblem(await call('/api/dashboard?code=secret'), 401, 'unauthenticated');
    expectProblem(await callWith(await token({ roles: [] }), '/api/dashboard'), 403, 'forbidden');
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain('secret');
    }
  });
});
