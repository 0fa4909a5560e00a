// GET /api/openapi.json: what is committed is what is served, to anybody, once the settings are valid.
import { expect, test } from 'vitest';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { readDocument } from '../harness/openapi.ts';
import { ENTRA_SETTINGS } from '../harness/tokens.ts';

test('it is the committed document', async (t) => {
  const { call } = await serveKeeper(t);

  const answer = await call('/api/openapi.json');

  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.json).toEqual(readDocument());
  expect(answer.json).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./),
    servers: [{ url: '/api' }],
  });
});

test.for([
  { who: 'without a key', enableAuth: true, settings: {} },
  { who: 'without a token', enableAuth: false, settings: ENTRA_SETTINGS },
])('$who it is there', async ({ enableAuth, settings }, t) => {
  const { call } = await serveKeeper(t, { enableAuth, settings });

  expect((await call('/api/openapi.json')).status).toBe(200);
});

test('while settings are wrong it is 503, as every route but health', async (t) => {
  const { call } = await serveKeeper(t, { settings: { PARTNER_ID: 'x' } });

  const problem = expectProblem(await call('/api/openapi.json'), 503, 'settings-invalid');

  expect(namesOf(problem)).toEqual(['PARTNER_ID']);
});

test('it takes nothing from the query', async (t) => {
  const { call } = await serveKeeper(t);

  expect(namesOf(expectProblem(await call('/api/openapi.json?format=csv'), 400, 'invalid-request'))).toEqual([
    'format',
  ]);
});
