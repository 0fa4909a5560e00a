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
  ...each('STORE', [SECRET, '']),
  ...each('AUTH_MODE', [SECRET]),
  ...each('FUNCTION_KEY_ACCESS', [SECRET, 'none']),
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
    ['PROVIDER_TENANT_ID', 'CLIENT_ID', 'PARTNER_ID', 'CREDENTIAL', 'STORE'],
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
