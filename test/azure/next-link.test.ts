// Where a nextLink may lead: on within Azure, or to a simulator that links to itself, and never to anybody else.
import { randomUUID } from 'node:crypto';
import { getClient } from '@azure-rest/core-client';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { pageOf, requestAllPages } from '../../src/azure/azure-rest.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { claimsOf, failureOf, newIdentity, sessionAt, toldDeadline } from './harness.ts';
import { serverForTest, type Received } from './server.ts';

const SECOND = '/subscriptions?api-version=2022-12-01&%24skiptoken=a%2Bb%3D%3D';

test.for<[name: string, linkOf: (request: Received) => string]>([
  ['absolute, to Azure', () => `https://management.azure.com${SECOND}`],
  ['absolute, to Azure with its port', () => `https://management.azure.com:443${SECOND}`],
  ['absolute, to the simulator itself', ({ headers }) => `http://${String(headers.host)}${SECOND}`],
  ['absolute, to Azure by http, as a simulator may write it', () => `http://management.azure.com${SECOND}`],
  ['relative', () => SECOND],
])('a nextLink that is %s is followed as it is', async ([, linkOf]) => {
  const [one, two] = [row(), row()];
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), (request) =>
    request.path === SECOND
      ? { json: { value: [two] } }
      : { json: { value: [one], nextLink: linkOf(request) } },
  );
  const session = await sessionAt(server.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed.map(({ subscriptionId }) => subscriptionId)).toEqual([
    one.subscriptionId,
    two.subscriptionId,
  ]);
  expect(server.received.map(({ path }) => path)).toEqual(['/subscriptions?api-version=2022-12-01', SECOND]);
  expect(server.received[1]?.host).toBe('management.azure.com');
});

test.for([null, ''])('a nextLink that is %j is the end', async (nextLink) => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [row()], nextLink } }));
  const session = await sessionAt(server.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed).toHaveLength(1);
  expect(server.received).toHaveLength(1);
});

test('a nextLink to another server never reaches it, whether that is on this machine or not', async () => {
  const identity = newIdentity();
  const foreign = await serverForTest(claimsOf(identity), () => ({ json: { value: [] } }));
  const links = [
    `${foreign.url}/subscriptions`,
    foreign.url.replace('http:', 'https:'),
    'https://evil.example/subscriptions',
    'https://graph.microsoft.com/subscriptions',
    'https://management.azure.com.evil.example/subscriptions',
    '//evil.example/subscriptions',
  ];
  for (const nextLink of links) {
    const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [row()], nextLink } }));
    const session = await sessionAt(server.url, identity);

    const failure = await failureOf(session.listSubscriptions());

    expect(failure).toMatchObject({ code: 'ForeignHost', retryable: false });
    expect(server.received).toHaveLength(1);
  }
  expect(foreign.received).toEqual([]);
});

test('without a simulator an http nextLink to Azure is foreign', async () => {
  const nextLink = 'http://management.azure.com/subscriptions';
  const sent: string[] = [];
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      sent.push(request.url);
      const bodyAsText = JSON.stringify({ value: [], nextLink });
      return { status: 200, headers: createHttpHeaders(), bodyAsText, request };
    },
  };
  const endpoint = 'https://management.azure.com';
  const client = getClient(endpoint, { httpClient });
  const context = { client, endpoint, deadline: toldDeadline(), clock: systemClock };

  const failure = await failureOf(requestAllPages(context, { path: '/subscriptions' }, pageOf(z.unknown())));

  expect(failure.code).toBe('ForeignHost');
  expect(sent).toEqual([`${endpoint}/subscriptions`]);
});

test('two slashes in a nextLink to the simulator do not name another host', async () => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), ({ path, headers }) =>
    path.startsWith('//')
      ? { json: { value: [] } }
      : { json: { value: [row()], nextLink: `http://${String(headers.host)}//evil.example/subscriptions` } },
  );
  const session = await sessionAt(server.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed).toHaveLength(1);
  expect(server.received[1]).toMatchObject({
    path: '//evil.example/subscriptions',
    host: 'management.azure.com',
  });
});

test.for(['https://', 'http://[', 'https://management.azure.com:99999/'])(
  'a nextLink that is no URL (%s) fails the listing, and nothing else',
  async (nextLink) => {
    const identity = newIdentity();
    const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [row()], nextLink } }));
    const session = await sessionAt(server.url, identity);

    const failure = await failureOf(session.listSubscriptions());

    expect(failure.code).toBe('UnexpectedAnswer');
  },
);

test.for<[name: string, linkOf: (path: string) => string]>([
  ['to itself', (path) => path],
  ['to the first page', () => '/subscriptions?api-version=2022-12-01'],
  ['in a circle of two', (path) => (path.endsWith('a') ? '/subscriptions?b' : '/subscriptions?a')],
])('a nextLink that leads %s ends the listing as a failure', async ([, linkOf]) => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), ({ path }) => ({
    json: { value: [row()], nextLink: linkOf(path) },
  }));
  const deadline = toldDeadline();
  const session = await sessionAt(server.url, identity, deadline);

  const failure = await failureOf(session.listSubscriptions());

  expect(failure).toMatchObject({ code: 'EndlessListing', retryable: false });
  expect(server.received.length).toBeLessThan(5);
  expect(deadline.waitsMs).toEqual([]);
});

function row() {
  return { subscriptionId: randomUUID(), tenantId: randomUUID(), displayName: 'One', state: 'Enabled' };
}
