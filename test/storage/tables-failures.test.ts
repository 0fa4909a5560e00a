// What the Tables store makes of a table service that throttles, fails, refuses, hangs or is not there, and that it
// never tells a key, a token or an address.
import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import { LIMITS } from '../../src/storage/tables-patience.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { connectionString } from './azurite.ts';
import { createMovableClock } from './movable-clock.ts';
import { START } from './samples.ts';

interface Answer {
  status: number;
  code?: string;
  headers?: Record<string, string>;
}

describe('is asked again', () => {
  test.each<[string, Answer]>([
    ['throttled', { status: 429, code: 'TooManyRequests' }],
    ['busy', { status: 503, code: 'ServerBusy' }],
    ['failing', { status: 500, code: 'InternalError' }],
    ['slow', { status: 500, code: 'OperationTimedOut' }],
    ['behind a broken gateway', { status: 502 }],
  ])('%s', async (_, answer) => {
    const { store, waits } = storeOver([answer, answer, NOT_FOUND]);

    expect(await store.readIdentity('default')).toBeUndefined();

    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeLessThan(1000);
  });

  test('where the connection breaks', async () => {
    const { store } = storeOver([new RestError('read ECONNRESET', { code: 'ECONNRESET' }), NOT_FOUND]);

    expect(await store.readIdentity('default')).toBeUndefined();
  });

  test.each([
    ['3', 3000],
    ['3600', 10_000],
    ['Sun, 01 Mar 2026 00:00:04 GMT', 4000],
    ['Sun, 01 Mar 2027 00:00:00 GMT', 10_000],
    ['Sat, 28 Feb 2026 00:00:00 GMT', 0],
  ])('after Retry-After %s, capped', async (value, ms) => {
    const { store, waits } = storeOver([{ status: 429, headers: { 'retry-after': value } }, NOT_FOUND]);

    await store.readIdentity('default');

    expect(waits).toEqual([ms]);
  });

  test('at most four times more', async () => {
    const { store, waits, sent } = storeOver([{ status: 503, code: 'ServerBusy' }]);

    await expect(store.readIdentity('default')).rejects.toThrow('503 ServerBusy');

    expect(sent()).toBe(5);
    expect(waits).toHaveLength(4);
  });
});

describe('is unavailable', () => {
  test.each<[string, Answer, string]>([
    [
      'refusing the role',
      { status: 403, code: 'AuthorizationPermissionMismatch' },
      'Storage Table Data Contributor',
    ],
    ['refusing the key', { status: 403, code: 'AuthenticationFailed' }, '403 AuthenticationFailed'],
    ['refusing the request', { status: 400, code: 'InvalidInput' }, '400 InvalidInput'],
    ['behind a proxy that does not find it', { status: 404 }, '404'],
  ])('%s, at the first answer', async (_, answer, said) => {
    const { store, sent } = storeOver([answer]);

    const error = await store.readIdentity('default').catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain(said);
    expect(sent()).toBe(1);
  });

  test('where something else answers in its place', async () => {
    const { store } = storeOver([{ status: 200, headers: { 'content-type': 'text/html' } }]);

    await expect(store.readIdentity('default')).rejects.toThrow(StoreUnavailable);
    await expect(store.listRuns({ limit: 1 })).rejects.toThrow(StoreUnavailable);
  });

  test('where a token cannot be had, without a word of what Entra said', async () => {
    const credential = {
      getToken: () =>
        Promise.reject(
          Object.assign(new Error('AADSTS700016: s3cret'), { name: 'AuthenticationRequiredError' }),
        ),
    };
    const store = openTablesStore({
      tableName: 'keeper',
      service: { url: 'https://s3cret.table.core.windows.net', credential },
      clock: createMovableClock(START),
    });

    const error = await store.check().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('NoToken');
    expect(told(error)).not.toContain('s3cret');
  });

  test('where it hangs, within the limits, whatever becomes of the signal', async () => {
    const { store, sent } = storeOver([new Promise(() => undefined)], { tryMs: 20, callMs: 5000 });

    const error = await store.readIdentity('default').catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('TimedOut');
    expect(sent()).toBe(5);
  });

  test('and no key, address or body stands in what is told', async () => {
    for (const answer of [
      { status: 403, code: 's3cret words of the service' },
      { status: 500 },
      new RestError('connect ECONNREFUSED s3cret:443', { code: 's3cret.example' }),
    ]) {
      const { store } = storeOver([answer]);
      for (const ask of [
        () => store.check(),
        () => store.acquireLease('default', 'run', 1),
        () => store.readRun('x'),
      ]) {
        const error = await ask().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(told(error)).not.toMatch(/s3cret|Eby8vdM02|SharedKey|127\.0\.0\.1/);
      }
    }
  });
});

test('a token goes with each request, for storage alone, over https', async () => {
  const scopes: unknown[] = [];
  const authorizations: (string | undefined)[] = [];
  const store = openTablesStore({
    tableName: 'keeper',
    service: {
      url: 'https://account.table.core.windows.net',
      credential: {
        getToken: async (scope) => {
          scopes.push(scope);
          return { token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 };
        },
      },
    },
    clock: createMovableClock(START),
    httpClient: {
      sendRequest: async (request) => {
        authorizations.push(request.headers.get('authorization'));
        expect(request.url).toMatch(/^https:\/\/account\.table\.core\.windows\.net\/keeper\(/);
        return toResponse(request, NOT_FOUND);
      },
    },
  });

  await store.readIdentity('default');

  expect([scopes].flat(2)).toEqual(['https://storage.azure.com/.default']);
  expect(authorizations).toEqual(['Bearer a-token']);
});

const NOT_FOUND: Answer = { status: 404, code: 'ResourceNotFound' };

/** The last answer comes again and again. */
function storeOver(
  answers: (Answer | Error | Promise<never>)[],
  limits = LIMITS,
): { store: StateStore; waits: number[]; sent: () => number } {
  const waits: number[] = [];
  let sent = 0;
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const answer = answers[Math.min(sent, answers.length - 1)];
      sent += 1;
      if (answer instanceof Error) throw answer;
      return toResponse(request, (await answer) ?? NOT_FOUND);
    },
  };
  const clock = {
    now: () => START,
    wait: async (ms: number) => {
      waits.push(ms);
    },
  };
  const service = { connectionString: connectionString(1) };
  const store = openTablesStore({ tableName: 'keeper', service, clock, httpClient, limits });
  return { store, waits, sent: () => sent };
}

function toResponse(
  request: PipelineResponse['request'],
  { status, code, headers }: Answer,
): PipelineResponse {
  const error = { 'odata.error': { code, message: { lang: 'en-US', value: 's3cret of 127.0.0.1' } } };
  return {
    request,
    status,
    headers: createHttpHeaders({ 'content-type': 'application/json', ...headers }),
    bodyAsText: code === undefined ? '' : JSON.stringify(error),
  };
}

/** All that a log could make of it. */
function told(error: unknown): string {
  const cause = error instanceof Error ? JSON.stringify(error, Object.getOwnPropertyNames(error)) : '';
  return `${String(error)} ${cause.replaceAll(/"stack":"[^"]*"/g, '')}`;
}
