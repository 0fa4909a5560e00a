// What is read from IDENTITIES, and what its problems tell: the place and the way out, never what stands there.
import { expect, test } from 'vitest';
import { parseSettings } from '../../src/settings.ts';
import type { Environment } from '../harness/keeper.ts';

const TENANT = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001';
const CLIENT = '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001';
const OTHER = '7c11e47a-2d58-4e0f-9b36-51a8d4f0c002';
const ONE = { name: 'one', tenantId: TENANT, clientId: CLIENT, partnerId: '17' };
const TWO = { ...ONE, name: 'two', clientId: OTHER };

test('each entry is an identity, in their order, with what its credential needs', () => {
  const { problems, settings } = parse(
    [
      { ...ONE, tenantId: TENANT.toUpperCase(), credential: 'secret', clientSecretSetting: 'ONE_SECRET' },
      { ...TWO, credential: 'certificate', clientCertificatePath: '/two.pem' },
      {
        ...ONE,
        name: 'three',
        clientId: TENANT,
        principalId: OTHER,
        credential: 'federated',
        managedIdentityClientId: CLIENT,
      },
    ],
    { ONE_SECRET: 's3cret', PARTNER_ID: '99', CREDENTIAL: 'secret', CLIENT_SECRET: 'another' },
  );

  expect(problems).toEqual([]);
  expect(settings?.identities).toEqual([
    { ...ONE, credential: { kind: 'secret', clientSecret: 's3cret' } },
    { ...TWO, credential: { kind: 'certificate', certificatePath: '/two.pem' } },
    {
      ...ONE,
      name: 'three',
      clientId: TENANT,
      principalId: OTHER,
      credential: { kind: 'federated', managedIdentityClientId: CLIENT },
    },
  ]);
});

test('without IDENTITIES the only one is named default', () => {
  const { settings } = parseSettings({
    PROVIDER_TENANT_ID: TENANT,
    CLIENT_ID: CLIENT,
    PARTNER_ID: '17',
    CREDENTIAL: 'managed-identity',
    STORE: 'file',
    IDENTITIES: '',
  });

  expect(settings?.identities.map(({ name }) => name)).toEqual(['default']);
});

test.each<[string, unknown[], string]>([
  ['a field that is missing', [{ ...ONE }], '[0].credential is missing'],
  [
    'a value that is wrong, and its place',
    [
      { ...ONE, credential: 'federated' },
      { ...TWO, tenantId: 'x', credential: 'federated' },
    ],
    '[1].tenantId must be a GUID',
  ],
  [
    'a secret inline',
    [{ ...ONE, credential: 'federated', clientSecret: 'x' }],
    '[0].clientSecret: a secret never stands inline; name its app setting in clientSecretSetting',
  ],
  [
    'a name that is not known, by what may stand there',
    [{ ...ONE, credential: 'federated', partner: 'x' }],
    '[0] may hold nothing but name, tenantId, clientId, partnerId, principalId, credential, ' +
      'managedIdentityClientId, clientSecretSetting, clientCertificatePath',
  ],
  [
    'a setting that is not there, by its name',
    [{ ...ONE, credential: 'secret', clientSecretSetting: 'ONE_SECRET' }],
    '[0].clientSecretSetting names ONE_SECRET, an app setting that is missing or empty',
  ],
  [
    'but not what may be the secret itself',
    [{ ...ONE, credential: 'secret', clientSecretSetting: 'aB8Q' }],
    '[0].clientSecretSetting names an app setting that is missing or empty',
  ],
  [
    'a setting of Keeper',
    [{ ...ONE, credential: 'secret', clientSecretSetting: 'STORE' }],
    '[0].clientSecretSetting names a setting that has another meaning',
  ],
  [
    'a name that stands twice',
    [
      { ...ONE, credential: 'federated' },
      { ...TWO, name: 'one', credential: 'federated' },
    ],
    '[1].name is that of [0] too',
  ],
  [
    'two partner IDs of one principal',
    [
      { ...ONE, credential: 'federated' },
      { ...ONE, name: 'two', partnerId: '18', credential: 'federated' },
    ],
    '[1] is the same principal as [0], and a principal has one link',
  ],
  [
    'everything at once',
    [null, { ...ONE, partnerId: 17, credential: 'secret' }, { ...TWO, credential: 'certificate' }],
    '[0] must be an object; [1].partnerId must be digits: the location (Associated Partner) ID; ' +
      '[2].clientCertificatePath is missing: credential is certificate',
  ],
])('told: %s', (_, entries, detail) => {
  expect(parse(entries).problems).toEqual([{ name: 'IDENTITIES', detail }]);
});

function parse(entries: unknown[], environment: Environment = {}) {
  return parseSettings({ STORE: 'file', ...environment, IDENTITIES: JSON.stringify(entries) });
}
