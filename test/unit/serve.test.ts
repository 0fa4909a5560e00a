// Who called is handed on to the route, in the words of the history.
import { HttpRequest } from '@azure/functions';
import { expect, test } from 'vitest';
import type { Caller } from '../../src/domain/access.ts';
import type { AnswerStore } from '../../src/ports/answers.ts';
import { serve } from '../../src/http/serve.ts';
import { KeysUnavailable, type TokenVerifier } from '../../src/ports/token-verifier.ts';

const OBJECT_ID = '5a1dbe0e-0c1f-4a55-9a3c-9d1f6c1e7a01';

const reader: TokenVerifier = {
  verify: async () => ({ kind: 'good', holder: { objectId: OBJECT_ID, roles: ['Keeper.Read'] } }),
};
const unsure: TokenVerifier = { verify: () => Promise.reject(new KeysUnavailable('Entra is away.')) };

/** A GET asks for no remembered answer. */
const asked = () => Promise.reject(new Error('An answer was asked for.'));
const unasked: AnswerStore = { claimAnswer: asked, keepAnswer: asked, freeAnswer: asked };

async function callerAt(tokens?: TokenVerifier) {
  const headers = { authorization: 'Bearer a.b.c' };
  const request = new HttpRequest({ url: 'http://127.0.0.1/api/x', method: 'GET', headers });
  const callers: Caller[] = [];
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const service = { settings: { functionKeyAccess: 'operate' as const }, tokens, answers: unasked };
  const answer = await serve(
    request,
    { openService: async () => service, problems: [], logger: { info: log, error: log } },
    {
      needs: 'read',
      handle: async (_, caller) => {
        callers.push(caller);
        return { status: 200 };
      },
    },
  );
  return { callers, logged, status: answer.status };
}

test('a token’s holder is entra: and its object id', async () => {
  expect(await callerAt(reader)).toEqual({ callers: [`entra:${OBJECT_ID}`], logged: [], status: 200 });
});

test('whoever the host let in is function-key, whatever token came along', async () => {
  expect(await callerAt(undefined)).toEqual({ callers: ['function-key'], logged: [], status: 200 });
});

test('where a token cannot be checked no handler runs', async () => {
  expect(await callerAt(unsure)).toEqual({ callers: [], logged: ['KeysUnavailable'], status: 503 });
});
