// The harness that holds every answer against docs/openapi.json: what is told passes, and whatever is not is found.
import { describe, expect, test } from 'vitest';
import { expectDescribed } from '../harness/openapi.ts';

const URL = 'http://127.0.0.1:1/api/expected-subscriptions/3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60';
const ENTRY = {
  subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
  dueAt: '2026-03-31T16:00:00.000Z',
  createdAt: '2026-02-27T18:01:44.000Z',
  state: 'waiting',
  findings: [],
};
const NOT_FOUND = {
  type: 'urn:lighthouse-keeper:problem:expected-subscription-not-found',
  title: 'This subscription is not expected',
  status: 404,
  code: 'expected-subscription-not-found',
};

interface Sent {
  method?: string;
  url?: string;
  status?: number;
  type?: string;
  json?: object;
  headers?: Record<string, string>;
}

function hold({ method = 'GET', url = URL, status = 200, type, json, headers = {} }: Sent): () => void {
  const text = json === undefined ? '' : JSON.stringify(json);
  const contentType = type ?? (status < 400 ? 'application/json' : 'application/problem+json');
  const all = new Headers({ ...headers, ...(json !== undefined && { 'content-type': contentType }) });
  return () => expectDescribed(method, url, { status, headers: all, text, json });
}

const ETAG = { etag: '"x"' };

test.each<[string, Sent]>([
  ['a good answer', { json: ENTRY, headers: ETAG }],
  ['a parameter of the media type', { json: ENTRY, headers: ETAG, type: 'application/json; charset=utf-8' }],
  [
    'capitals and a slash at the end',
    { url: `${URL.toUpperCase()}/`.replace('/API', '/api'), json: ENTRY, headers: ETAG },
  ],
  ['a problem', { status: 404, json: NOT_FOUND }],
  ['an answer without a body', { method: 'DELETE', status: 204 }],
  ['a key that the host refused', { status: 401 }],
  ['a method that the host knows no function for', { method: 'PATCH', status: 404 }],
  ['a header of a platform', { json: ENTRY, headers: { ...ETAG, 'x-ms-request-id': '1' } }],
  ['what is not of the API', { url: 'http://127.0.0.1:1/admin/host/ping', status: 200 }],
])('%s passes', (_, sent) => {
  expect(hold(sent)).not.toThrow();
});

describe('found is', () => {
  test.each<[string, Sent, RegExp]>([
    ['a route that is not told', { url: URL.replace('expected', 'more'), json: {} }, /no such operation/],
    ['a method that is not told', { method: 'PATCH', json: {} }, /no such operation/],
    ['a status that is not told', { status: 202, json: {} }, /status 202/],
    [
      'a field that is not told',
      { json: { ...ENTRY, events: 3 }, headers: ETAG },
      /additional properties.*events/,
    ],
    [
      'a field that is missing',
      { json: { ...ENTRY, state: undefined }, headers: ETAG },
      /required property 'state'/,
    ],
    [
      'a value that is not told',
      { json: { ...ENTRY, state: 'late' }, headers: ETAG },
      /\/state must be equal to one/,
    ],
    [
      'a time that is none',
      { json: { ...ENTRY, dueAt: '31 March' }, headers: ETAG },
      /\/dueAt must match format/,
    ],
    ['a header that is missing', { json: ENTRY }, /no header ETag/],
    [
      'a header that is not told',
      { json: ENTRY, headers: { ...ETAG, 'retry-after': '1' } },
      /header retry-after/,
    ],
    ['another media type', { json: ENTRY, headers: ETAG, type: 'text/csv' }, /media type text\/csv/],
    ['a body where none is told', { method: 'DELETE', status: 204, json: {} }, /a body/],
    ['no body where one is told', { headers: ETAG }, /media type/],
    [
      'a code of another operation',
      { status: 404, json: { ...NOT_FOUND, code: 'reconciliation-not-found' } },
      /\/code/,
    ],
    ['another status in the problem', { status: 404, json: { ...NOT_FOUND, status: 400 } }, /\/status/],
  ])('%s', (_, sent, says) => {
    expect(hold(sent)).toThrow(says);
  });
});
