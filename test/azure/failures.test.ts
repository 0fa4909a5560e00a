// Every answer that is no answer becomes one kind of failure: with a code, whether to ask again, and after how long.
import { RestError } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { failureOfAnswer, toAzureFailure } from '../../src/azure/azure-failure.ts';
import { readRetryAfterMs } from '../../src/azure/retry-after.ts';
import type { AzureFailure } from '../../src/ports/azure.ts';
import { DeadlineExceeded } from '../../src/ports/deadline.ts';
import { claimsOf, newIdentity, sessionAt } from './harness.ts';
import { serverForTest } from './server.ts';

const NOW = new Date('2026-03-04T05:06:07.000Z');
const noHeader = () => undefined;

function answer(status: number, body: unknown, headers: Record<string, string> = {}): AzureFailure {
  return failureOfAnswer({ status, body, header: (name) => headers[name] }, NOW);
}

test.for<[status: number, retryable: boolean]>([
  [400, false],
  [401, false],
  [403, false],
  [404, false],
  [408, true],
  [409, false],
  [410, false],
  [412, false],
  [429, true],
  [500, true],
  [501, false],
  [502, true],
  [503, true],
  [504, true],
  [505, false],
  [507, true],
])('%i is worth asking again: %s', ([status, retryable]) => {
  const failure = answer(status, { error: { code: 'Code', message: 'Text.' } });

  expect(failure).toMatchObject({ status, code: 'Code', retryable });
  expect(failure.message).toBe(`Azure answered ${status} Code: Text.`);
});

test.for<[name: string, body: unknown, message: string]>([
  ['an envelope', { error: { code: 'Conflict', message: 'No.' } }, 'Azure answered 409 Conflict: No.'],
  ['a bare code', { code: 'Conflict', message: 'No.' }, 'Azure answered 409 Conflict: No.'],
  ['no text', { error: { code: 'Conflict' } }, 'Azure answered 409 Conflict.'],
  [
    'a text that is none',
    { error: { code: 'Conflict', message: { value: 'No' } } },
    'Azure answered 409 Conflict.',
  ],
  [
    'lines',
    { error: { code: 'Conflict', message: ' One\r\n  two.\t' } },
    'Azure answered 409 Conflict: One two.',
  ],
  ['no code', { error: { message: 'No.' } }, 'Azure answered 409 Http409.'],
  ['an empty code', { error: { code: '', message: 'No.' } }, 'Azure answered 409 Http409.'],
  ['null', null, 'Azure answered 409 Http409.'],
  ['text', '<html>', 'Azure answered 409 Http409.'],
  ['nothing', undefined, 'Azure answered 409 Http409.'],
])('the message of a body with %s', ([, body, message]) => {
  const failure = answer(409, body);

  expect(failure.message).toBe(message);
});

test('a text without end is cut', () => {
  const failure = answer(500, { error: { code: 'Long', message: 'x'.repeat(100_000) } });

  expect(failure.message.length).toBeLessThan(300);
});

test.for<[name: string, headers: Record<string, string>, ms: number | undefined]>([
  ['seconds', { 'retry-after': '17' }, 17_000],
  ['seconds with blanks', { 'retry-after': ' 17 ' }, 17_000],
  ['a fraction of seconds', { 'retry-after': '0.5' }, 500],
  ['none to wait', { 'retry-after': '0' }, 0],
  ['an hour', { 'retry-after': '3600' }, 3_600_000],
  ['a date', { 'retry-after': 'Wed, 04 Mar 2026 05:06:37 GMT' }, 30_000],
  ['a date in the past', { 'retry-after': 'Wed, 04 Mar 2026 05:00:00 GMT' }, 0],
  ['milliseconds', { 'retry-after-ms': '250' }, 250],
  ['Azure’s milliseconds', { 'x-ms-retry-after-ms': '350' }, 350],
  ['milliseconds before seconds', { 'retry-after': '9', 'retry-after-ms': '250' }, 250],
  ['milliseconds that are none, and seconds', { 'retry-after': '9', 'retry-after-ms': 'soon' }, 9_000],
  ['a negative number', { 'retry-after': '-5' }, 0],
  ['a word', { 'retry-after': 'later' }, undefined],
  ['nothing in it', { 'retry-after': '' }, undefined],
  ['no header', {}, undefined],
])('Retry-After with %s', ([, headers, ms]) => {
  expect(readRetryAfterMs((name) => headers[name], NOW)).toBe(ms);
});

test('the wait that a failure carries is the one of its headers', () => {
  const throttled = answer(429, { error: { code: 'Throttled' } }, { 'retry-after': '6' });
  const silent = answer(429, {});

  expect([throttled.retryAfterMs, silent.retryAfterMs]).toEqual([6_000, undefined]);
});

test.for<[name: string, error: unknown, code: string, retryable: boolean]>([
  ['the deadline', new DeadlineExceeded(), 'DeadlineExceeded', false],
  ['a reset', new RestError('read ECONNRESET', { code: 'ECONNRESET' }), 'ECONNRESET', true],
  [
    'a torn answer',
    new RestError('Error "…"', { code: 'PARSE_ERROR', statusCode: 200 }),
    'PARSE_ERROR',
    true,
  ],
  ['an unknown success', new RestError('', { statusCode: 206 }), 'RequestFailed', true],
  ['an error of the SDK', new TypeError('x is not iterable'), 'RequestFailed', true],
  ['what is no error', 'text', 'RequestFailed', true],
])('%s is mapped to its code', ([, error, code, retryable]) => {
  const failure = toAzureFailure(error, NOW);

  expect(failure).toMatchObject({ code, retryable });
  expect(failure.message).toMatch(/\S/);
});

test('a failure stays the one it is', () => {
  const failure = failureOfAnswer({ status: 500, body: undefined, header: noHeader }, NOW);

  expect(toAzureFailure(failure, NOW)).toBe(failure);
});

test('an answer of another shape names the place where it could not be understood', () => {
  const { error } = z
    .object({ value: z.array(z.object({ id: z.string() })) })
    .safeParse({ value: [{ id: 1 }] });

  const failure = toAzureFailure(error, NOW);

  expect(failure).toMatchObject({ code: 'UnexpectedAnswer', retryable: false });
  expect(failure.message).toContain('at value.0.id');
});

test.each([
  [{ error: { code: 'Conflict', message: { a: 1 } } }, 'Conflict'],
  [{ error: { code: 'Conflict', message: 7 } }, 'Conflict'],
  [{ code: 5, message: { x: 1 } }, 'Http409'],
])('an error whose words are no text is a failure like any other: %j', async (body, code) => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => ({ status: 409, json: body }));
  const session = await sessionAt(server.url, identity);

  const written = await session.createLink('4242');
  const link = await session.readLink();

  expect(written).toEqual({ kind: 'refused', cause: expect.stringContaining(`409 ${code}`), code });
  expect(link).toMatchObject({ kind: 'unreadable' });
});

test('a code without end is cut', () => {
  const failure = answer(400, { error: { code: 'x'.repeat(50_000) } });

  expect(failure.message.length).toBeLessThan(200);
});
