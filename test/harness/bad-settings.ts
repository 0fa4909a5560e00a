// Every app setting with values that it must not have; the text s3cret stands in most, so that no answer may hold it.
import type { Environment } from './keeper.ts';

/** The names that must be told, and the settings that differ from good ones. */
export type BadSetting = [names: string[], settings: Environment];

const SECRET = 's3cret';
const GUID = '11111111-1111-4111-8111-111111111111';
const OTHER_GUID = '22222222-2222-4222-8222-222222222222';

function each(name: string, values: (string | undefined)[]): BadSetting[] {
  return values.map((value) => [[name], { [name]: value }]);
}

/** A real credential, without the simulator. */
function real(credential: string, more: Environment = {}): Environment {
  return { CREDENTIAL: credential, SIMULATOR_URL: undefined, ...more };
}

/** To a table endpoint, with a key that must not be told. */
function connection(endpoint: string): string {
  return `DefaultEndpointsProtocol=http;AccountName=x;AccountKey=${SECRET};TableEndpoint=${endpoint}`;
}

/** A good entry of IDENTITIES, but for the fields that are given; undefined takes one away. */
function entry(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const good = { name: 'one', tenantId: GUID, clientId: GUID, partnerId: '1', credential: 'simulator' };
  return { ...good, ...fields };
}

function second(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return entry({ name: 'two', clientId: OTHER_GUID, ...fields });
}

function several(...entries: unknown[]): string {
  return JSON.stringify(entries);
}

/** Over real credentials, with what else the environment holds. */
function realSeveral(entries: unknown[], more: Environment = {}): BadSetting {
  return [['IDENTITIES'], { IDENTITIES: several(...entries), SIMULATOR_URL: undefined, ...more }];
}

const BAD_IDENTITIES: BadSetting[] = [
  ...each('IDENTITIES', [
    SECRET,
    `[${JSON.stringify(entry())}`,
    'null',
    '"one"',
    '7',
    '[]',
    ' [ ] ',
    '{}',
    JSON.stringify(entry({ clientSecret: SECRET })),
    `{"${SECRET}": ${JSON.stringify(entry())}}`,
    several(SECRET),
    several(null),
    several([entry()]),
    several(entry(), SECRET),
    several({}),
    ...['name', 'tenantId', 'clientId', 'partnerId', 'credential'].map((name) =>
      several(entry({ [name]: undefined })),
    ),
    ...['name', 'tenantId', 'clientId', 'partnerId', 'credential'].flatMap((name) =>
      [null, 1, '', true, [SECRET], { [SECRET]: SECRET }].map((value) => several(entry({ [name]: value }))),
    ),
    ...['principalId', 'managedIdentityClientId', 'clientSecretSetting', 'clientCertificatePath'].flatMap(
      (name) => [null, 1, '', [SECRET]].map((value) => several(entry({ [name]: value }))),
    ),
    several(entry({ name: `${SECRET}!` })),
    several(entry({ name: 'One' })),
    several(entry({ name: 'a_b' })),
    several(entry({ name: 'ö' })),
    several(entry({ name: 'one\n' })),
    several(entry({ name: 'x'.repeat(41) })),
    several(entry({ tenantId: SECRET })),
    several(entry({ clientId: `{${GUID}}` })),
    several(entry({ partnerId: SECRET })),
    several(entry({ partnerId: '1.5' })),
    several(entry({ credential: SECRET })),
    several(entry({ credential: 'Simulator' })),
    several(entry({ principalId: SECRET })),
    several(entry({ managedIdentityClientId: SECRET })),
    several(entry({ clientSecretSetting: `${SECRET}~x` })),
    // A secret that stands inline, under any name.
    several(entry({ clientSecret: SECRET })),
    several(entry({ [SECRET]: 1 })),
    several(entry({ password: SECRET })),
    several(entry({ Name: 'two' })),
    several(entry({ constructor: 1 })),
    several(entry()).replace('{', `{"__proto__": "${SECRET}",`),
    // Alone each is good.
    several(entry(), second({ name: 'one' })),
    several(entry(), second({ clientId: GUID })),
    several(
      entry({ tenantId: 'ABCDEF00-1111-4111-8111-111111111111' }),
      second({ tenantId: 'abcdef00-1111-4111-8111-111111111111', clientId: GUID }),
    ),
    several(entry({ principalId: GUID }), second({ principalId: GUID })),
    several(entry(), second(), entry({ name: 'three' })),
  ]),
  realSeveral([entry({ credential: 'secret' })]),
  realSeveral([entry({ credential: 'secret' })], { CLIENT_SECRET: SECRET }),
  realSeveral([entry({ credential: 'secret', clientSecretSetting: 'ONE_SECRET' })]),
  realSeveral([entry({ credential: 'secret', clientSecretSetting: 'ONE_SECRET' })], { ONE_SECRET: '' }),
  realSeveral([entry({ credential: 'secret', clientSecretSetting: 'ONE_SECRET' })], { one_secret: SECRET }),
  // The secret itself, where its name ought to stand.
  realSeveral([entry({ credential: 'secret', clientSecretSetting: SECRET })]),
  ...['constructor', 'toString', 'hasOwnProperty'].map((name) =>
    realSeveral([entry({ credential: 'secret', clientSecretSetting: name })]),
  ),
  ...['STORE_TABLES_URL', 'PARTNER_ID', 'IDENTITIES', 'link_policy', 'AzureWebJobsStorage'].map((name) =>
    realSeveral([entry({ credential: 'secret', clientSecretSetting: name })], {
      AzureWebJobsStorage: SECRET,
    }),
  ),
  realSeveral([entry({ credential: 'certificate' })], { CLIENT_CERTIFICATE_PATH: SECRET }),
  realSeveral([entry({ credential: 'federated', clientSecret: SECRET })]),
  realSeveral(
    [
      entry({ credential: 'secret', clientSecretSetting: 'ONE_SECRET' }),
      second({ credential: 'secret', clientSecretSetting: 'TWO_SECRET' }),
    ],
    { ONE_SECRET: SECRET },
  ),
  // The platform has one system-assigned identity, whatever client ids are written beside it.
  realSeveral([entry({ credential: 'managed-identity' }), second({ credential: 'managed-identity' })]),
  realSeveral([
    entry({ credential: 'managed-identity', managedIdentityClientId: OTHER_GUID }),
    second({ credential: 'managed-identity', managedIdentityClientId: OTHER_GUID }),
  ]),
  [['SIMULATOR_URL'], { IDENTITIES: several(entry()), SIMULATOR_URL: '' }],
  [['SIMULATOR_URL'], { IDENTITIES: several(entry()), SIMULATOR_URL: `http://${SECRET}.example` }],
  [['SIMULATOR_URL'], { IDENTITIES: several(entry()), WEBSITE_SITE_NAME: 'app' }],
  [['SIMULATOR_URL'], { IDENTITIES: several(entry({ credential: 'federated' })) }],
  [['SIMULATOR_URL'], { IDENTITIES: several(entry(), second({ credential: 'federated' })) }],
  [
    ['SIMULATOR_URL'],
    { IDENTITIES: several(entry(), second({ credential: 'federated' })), SIMULATOR_URL: undefined },
  ],
  [
    ['STORE_TABLES_URL'],
    real('simulator', {
      IDENTITIES: several(entry({ credential: 'federated' })),
      STORE_TABLES_URL: connection('http://127.0.0.1:10002/x'),
    }),
  ],
  [
    ['IDENTITIES', 'SIMULATOR_URL', 'LINK_POLICY'],
    { IDENTITIES: several(entry({ credential: 'secret' })), LINK_POLICY: SECRET },
  ],
];

export const BAD_SETTINGS: BadSetting[] = [
  ...each('PROVIDER_TENANT_ID', [undefined, '', SECRET, `{${GUID}}`, ` ${GUID}`]),
  ...each('CLIENT_ID', [undefined, '', SECRET]),
  ...each('PARTNER_ID', [undefined, '', SECRET, '12a', '-1', '1.5', '123456789012345678901']),
  ...each('PRINCIPAL_ID', [SECRET]),
  [['CREDENTIAL'], real('')],
  [['CREDENTIAL'], real(SECRET)],
  [['CREDENTIAL'], real('Secret')],
  [['CREDENTIAL'], real('default')],
  [['CLIENT_SECRET'], real('secret')],
  [['CLIENT_SECRET'], real('secret', { CLIENT_SECRET: '' })],
  [['CLIENT_CERTIFICATE_PATH'], real('certificate', { CLIENT_SECRET: SECRET })],
  [['MANAGED_IDENTITY_CLIENT_ID'], real('federated', { MANAGED_IDENTITY_CLIENT_ID: SECRET })],
  [['MANAGED_IDENTITY_CLIENT_ID'], real('managed-identity', { MANAGED_IDENTITY_CLIENT_ID: SECRET })],
  ...each('SIMULATOR_URL', [
    undefined,
    '',
    SECRET,
    `https://127.0.0.1:1/`,
    `http://${SECRET}.example:80`,
    'http://10.0.0.1:80',
    'http://0.0.0.0:80',
    'http://127.0.0.1.example:80',
    'http://localhost.example',
    'http://[::2]:80',
    `http://${SECRET}@127.0.0.1:80`,
    `http://127.0.0.1:80/${SECRET}`,
    `http://127.0.0.1:80/?${SECRET}`,
  ]),
  [['SIMULATOR_URL'], { WEBSITE_SITE_NAME: 'app' }],
  [['SIMULATOR_URL'], { CREDENTIAL: 'secret', CLIENT_SECRET: SECRET }],
  [['SIMULATOR_URL'], { CREDENTIAL: 'managed-identity' }],
  ...each('LINK_POLICY', [SECRET, 'Heal']),
  ...each('RECONCILE_SCHEDULE', [
    SECRET,
    '* * * * *',
    '0 99 * * * *',
    '%SCHEDULE%',
    '0 0 0 31 2 *',
    '@daily',
  ]),
  ...each('SCAN_CONCURRENCY', [SECRET, '0', '257', '-1', '1.5', '1e2', ' 5']),
  ...each('SCAN_SOURCE', [SECRET]),
  ...each('ROLE_OVERRIDES', [
    SECRET,
    '[]',
    'null',
    `{"${SECRET}": "yes"}`,
    `{"${GUID}": "${SECRET}"}`,
    `{"${SECRET}": "${SECRET}", "${GUID}": "maybe"}`,
    `{"${GUID}": true}`,
  ]),
  ...each('GROUP_LOOKUP', [SECRET, 'on']),
  ...each('STORE', [SECRET, 'Tables']),
  [['STORE_TABLES_URL'], { STORE: '' }],
  [['STORE_TABLES_URL'], { STORE: 'tables' }],
  ...each('STORE_TABLES_URL', [
    SECRET,
    `http://${SECRET}.table.core.windows.net`,
    `https://${SECRET}.example`,
    `https://table.core.windows.net.${SECRET}.example`,
    `https://${SECRET}.table.core.chinacloudapi.cn`,
    `https://${SECRET}.blob.core.windows.net`,
    `https://x.table.core.windows.net/?sig=${SECRET}`,
    `https://x.table.core.windows.net/${SECRET}`,
    `https://${SECRET}@x.table.core.windows.net`,
    'http://127.0.0.1:10002/devstoreaccount1',
    `UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://${SECRET}.example`,
    connection(`https://${SECRET}.table.core.windows.net`),
    connection('http://10.0.0.1:10002/x'),
    connection('http://127.0.0.1.example/x'),
    connection(`http://127.0.0.1/x?${SECRET}`),
    connection('http://127.0.0.1:10002/x').replace('AccountKey', 'NoKey'),
    `${connection('http://127.0.0.1:10002/x')};TableEndpoint=https://${SECRET}.example`,
    `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${SECRET};EndpointSuffix=core.windows.net`,
    `TableEndpoint=https://x.table.core.windows.net;SharedAccessSignature=${SECRET}`,
  ]),
  [
    ['STORE_TABLES_URL'],
    real('managed-identity', { STORE_TABLES_URL: connection('http://127.0.0.1:10002/x') }),
  ],
  ...each('STORE_TABLE_NAME', ['ab', '1abc', 'a-b', 'tables', `${SECRET}-`, 'a'.repeat(64)]),
  ...each('AUTH_MODE', [SECRET, 'Entra', 'none']),
  ...each('FUNCTION_KEY_ACCESS', [SECRET, 'none']),
  ...each('NOTIFY_WEBHOOK_SECRET', [
    SECRET,
    'whsec_',
    `whsec_${SECRET}!`,
    `${SECRET}_AAAA`,
    'whsec_AAAAA',
    `whsec_AAAA ${SECRET}`,
    'whsec_AAAA,whsec_AAAA',
    'whsec_AAAA whsec_BBBB whsec_CCCC',
  ]),
  [['AUTH_AUDIENCE'], { AUTH_MODE: 'entra' }],
  [['AUTH_AUDIENCE'], { AUTH_MODE: 'entra', AUTH_AUDIENCE: '' }],
  ...each('AUTH_AUDIENCE', [
    ',',
    `${SECRET},`,
    `${SECRET},,x`,
    `${SECRET} x`,
    ' ',
    `api://${SECRET}/${'x'.repeat(255)}`,
  ]),
  ...each('AUTH_TENANT_ID', [SECRET, `${GUID},${GUID}`, 'common']),
  ...each('AZURE_CLOUD', [SECRET, 'germany', 'toString']),
  // Several at once: every one of them.
  [
    ['CLIENT_ID', 'PARTNER_ID', 'LINK_POLICY', 'SCAN_CONCURRENCY', 'RECONCILE_SCHEDULE'],
    {
      CLIENT_ID: SECRET,
      PARTNER_ID: undefined,
      LINK_POLICY: SECRET,
      SCAN_CONCURRENCY: SECRET,
      RECONCILE_SCHEDULE: SECRET,
    },
  ],
  [
    ['PROVIDER_TENANT_ID', 'CLIENT_ID', 'PARTNER_ID', 'CREDENTIAL', 'STORE_TABLES_URL'],
    {
      PROVIDER_TENANT_ID: '',
      CLIENT_ID: '',
      PARTNER_ID: '',
      CREDENTIAL: '',
      SIMULATOR_URL: '',
      STORE: undefined,
    },
  ],
  [['CLIENT_ID', 'CLIENT_SECRET'], real('secret', { CLIENT_ID: SECRET })],
  ...BAD_IDENTITIES,
];
