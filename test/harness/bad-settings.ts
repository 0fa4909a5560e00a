// Every app setting with values that it must not have; the text s3cret stands in most, so that no answer may hold it.
import type { Environment } from './keeper.ts';

/** The names that must be told, and the settings that differ from good ones. */
export type BadSetting = [names: string[], settings: Environment];

const SECRET = 's3cret';
const GUID = '11111111-1111-4111-8111-111111111111';

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
];
