// The platform's settings for Application Insights: what is taken, what is refused, and where a token may go.
import { describe, expect, test } from 'vitest';
import {
  AUTHENTICATION_STRING,
  CONNECTION_STRING,
  mayIngest,
  parseExportSettings,
} from '../../src/telemetry/export-settings.ts';

const KEY = 'InstrumentationKey=4d3c2b1a-0000-4000-8000-00000000000f';
const ENDPOINT = 'IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/';
const parse = (connection: string, more: Record<string, string> = {}) =>
  parseExportSettings({ [CONNECTION_STRING]: connection, ...more });

test('without a connection string there is nothing to do', () => {
  expect(parseExportSettings({})).toEqual({ kind: 'none' });
  expect(parse('')).toEqual({ kind: 'none' });
});

test('a connection string is taken as the portal shows it', () => {
  const given = `${KEY};${ENDPOINT};LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/;ApplicationId=x;`;

  expect(parse(given)).toMatchObject({ kind: 'target', target: { connectionString: expect.any(String) } });
  expect(parse(given)).not.toHaveProperty('target.managedIdentity');
});

test.for([
  ['Authorization=AAD', {}],
  ['authorization=aad;', {}],
  [
    'Authorization=AAD;ClientId=4d3c2b1a-0000-4000-8000-0000000000aa',
    { clientId: '4d3c2b1a-0000-4000-8000-0000000000aa' },
  ],
] as const)('%s asks for a managed identity', ([text, managedIdentity]) => {
  expect(parse(`${KEY};${ENDPOINT}`, { [AUTHENTICATION_STRING]: text })).toMatchObject({
    kind: 'target',
    target: { managedIdentity },
  });
});

test('a stand-in on this machine is taken, but not in Azure', () => {
  const local = `${KEY};IngestionEndpoint=http://127.0.0.1:4318/`;

  expect(parse(local)).toMatchObject({ target: { loopback: 'http://127.0.0.1:4318' } });
  expect(parse(local, { WEBSITE_SITE_NAME: 'keeper' })).toMatchObject({
    kind: 'wrong',
    name: CONNECTION_STRING,
  });
});

test.for([
  ['not pairs', 'hello'],
  ['no key', ENDPOINT],
  ['a key that is no GUID', `InstrumentationKey=abc;${ENDPOINT}`],
  ['an endpoint of somebody else', `${KEY};IngestionEndpoint=https://evil.example/`],
  [
    'an endpoint that only looks like one',
    `${KEY};IngestionEndpoint=https://x.applicationinsights.azure.com.evil.example`,
  ],
  [
    'an endpoint with a user',
    `${KEY};IngestionEndpoint=https://a.applicationinsights.azure.com@evil.example`,
  ],
  ['an endpoint without TLS', `${KEY};IngestionEndpoint=http://x.in.applicationinsights.azure.com`],
  ['an endpoint that is no URL', `${KEY};IngestionEndpoint=nowhere`],
])('a connection string with %s is refused by name', ([, text]) => {
  const parsed = parse(text ?? '');

  expect(parsed).toMatchObject({ kind: 'wrong', name: CONNECTION_STRING });
  expect(parsed).toHaveProperty('detail', expect.stringMatching(/^must /));
});

test.for([
  'ClientId=4d3c2b1a-0000-4000-8000-0000000000aa',
  'Authorization=Key',
  'AAD',
  'Authorization=AAD;ClientId=x',
])('the authentication string %s is refused by name', (text) => {
  expect(parse(`${KEY};${ENDPOINT}`, { [AUTHENTICATION_STRING]: text })).toMatchObject({
    kind: 'wrong',
    name: AUTHENTICATION_STRING,
  });
});

describe('where telemetry may go', () => {
  test.for([
    'https://westeurope-5.in.applicationinsights.azure.com',
    'https://dc.services.visualstudio.com',
    'https://usgovvirginia-1.in.applicationinsights.azure.us',
    'https://chinaeast2-0.in.applicationinsights.azure.cn',
  ])('%s', (origin) => {
    expect(mayIngest(origin, undefined)).toBe(true);
  });

  test.for(['https://evil.example', 'http://127.0.0.1:1', 'https://azure.com', undefined])(
    'not %s',
    (origin) => {
      expect(mayIngest(origin, undefined)).toBe(false);
    },
  );
});
