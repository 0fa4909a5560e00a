// Every setting of the app in one schema: parsed once, all problems named at once, never a value in a message.
import * as z from 'zod';
import { audienceList, toAuth, type AuthChoice } from './auth-choice.ts';
import { CLOUDS, type CloudName } from './azure/clouds.ts';
import type { LinkPolicy } from './domain/link.ts';
import { guid, type Given, type ParsedIdentities } from './identity-fields.ts';
import type { NotifySettings } from './notify/receivers.ts';
import { parseWebhookSecrets } from './notify/webhook-secret.ts';
import type { Identity } from './ports/identity.ts';
import { DEFAULT_SCHEDULE, parseSchedule } from './schedule.ts';
import { parseSeveralIdentities } from './several-identities.ts';
import { checkSimulatorUrl } from './simulator-url.ts';
import { parseSingleIdentity, SINGLE_NAMES } from './single-identity.ts';
import { checkTablesUrl } from './tables-url.ts';

export interface Settings {
  identities: Identity[];
  linkPolicy: LinkPolicy;
  /** NCRONTAB, UTC */
  reconcileSchedule: string;
  scanConcurrency: number;
  /** Role id in lower case to the answer that is laid over the shipped table. */
  roleOverrides: Record<string, 'yes' | 'no'>;
  groupLookup: 'off' | 'graph';
  store: StoreChoice;
  auth: AuthChoice;
  /** What a function key may do. */
  functionKeyAccess: 'operate' | 'read';
  notify: NotifySettings;
  /** Where people see the dashboard of this app in Azure. */
  dashboardUrl?: string | undefined;
  cloud: CloudName;
  simulatorUrl?: string | undefined;
}

export type StoreChoice =
  | { kind: 'file'; path: string }
  | {
      kind: 'tables';
      /** https service URL, UseDevelopmentStorage=true, or a connection string: not to be shown. */ url: string;
      tableName: string;
    };

export interface SettingProblem {
  name: string;
  /** A sentence that goes on after the name, without the value. */
  detail: string;
}

export interface ParsedSettings {
  problems: SettingProblem[];
  /** Also where the schedule is the only problem: then with the default schedule. */
  settings?: Settings;
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, `must be one of: ${values.join(', ')}`);
}

/** A value that the contract knows and this version does not have yet. */
function notYet(...values: string[]) {
  return (value: string) => !values.includes(value);
}

const NOT_YET = 'names something that this version does not have yet';

const roleOverrides = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('must be JSON: {"roleDefinitionId": "yes" or "no"}');
      return z.NEVER;
    }
  })
  .pipe(
    z.record(guid, z.enum(['yes', 'no'], 'must give each role definition id "yes" or "no"'), {
      error: 'must be a JSON object of role definition ids (GUIDs), each "yes" or "no"',
    }),
  );

/** All but those of the identities. */
const schema = z.object({
  LINK_POLICY: oneOf(['observe', 'create', 'heal']).default('create'),
  RECONCILE_SCHEDULE: z
    .string()
    .refine((value) => parseSchedule(value) !== undefined, {
      error:
        'must be an NCRONTAB expression of six fields, seconds first; until then the default schedule runs',
    })
    .default(DEFAULT_SCHEDULE),
  SCAN_CONCURRENCY: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 256')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 256, 'must be a whole number from 1 to 256')
    .default(16),
  SCAN_SOURCE: oneOf(['arm', 'graph', 'auto']).refine(notYet('graph', 'auto'), NOT_YET).default('arm'),
  ROLE_OVERRIDES: roleOverrides.default({}),
  GROUP_LOOKUP: oneOf(['off', 'graph']).default('off'),
  STORE: oneOf(['tables', 'file']).default('tables'),
  STORE_PATH: z.string().default('.lighthouse-keeper'),
  STORE_TABLES_URL: z.string().optional(),
  STORE_TABLE_NAME: z
    .string()
    .regex(/^(?!tables$)[a-z][a-z\d]{2,62}$/i, 'must be 3 to 63 letters and digits, a letter first')
    .default('lighthousekeeper'),
  AUTH_MODE: oneOf(['function-key', 'entra']).default('function-key'),
  FUNCTION_KEY_ACCESS: oneOf(['operate', 'read']).default('operate'),
  // Whether these addresses are allowed is said by the ready check alone: all else works without them.
  NOTIFY_TEAMS_URL: z.string().optional(),
  NOTIFY_WEBHOOK_URL: z.string().optional(),
  NOTIFY_WEBHOOK_SECRET: z
    .string()
    .transform((value, context) => {
      const keys = parseWebhookSecrets(value);
      if (keys !== undefined) return keys;
      context.addIssue('must be whsec_ and base64, or two of these apart by a space');
      return z.NEVER;
    })
    .optional(),
  AUTH_AUDIENCE: audienceList.default([]),
  AUTH_TENANT_ID: guid.optional(),
  AZURE_CLOUD: oneOf(Object.keys(CLOUDS) as CloudName[]).default('public'),
  SIMULATOR_URL: z.string().optional(),
});

export const SETTING_NAMES = [
  ...SINGLE_NAMES,
  'IDENTITIES' as const,
  ...(Object.keys(schema.shape) as (keyof typeof schema.shape)[]),
];
export type SettingName = (typeof SETTING_NAMES)[number];

type Values = z.infer<typeof schema>;

/** @param environment app settings as the host gives them; an empty value is a missing one */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): ParsedSettings {
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const { identities, ...who } = parseIdentities(given, environment);
  const parsed = schema.safeParse(given);
  const problems = onePerSetting([
    ...who.problems,
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => toProblem(issue, given))),
    ...betweenSettings(given, who.credentials, environment['WEBSITE_SITE_NAME']),
  ]);
  if (problems.some(({ name }) => name !== 'RECONCILE_SCHEDULE')) return { problems };
  const values = parsed.success ? parsed.data : schema.parse({ ...given, RECONCILE_SCHEDULE: undefined });
  return { problems, settings: toSettings(identities, values, environment['WEBSITE_HOSTNAME']) };
}

function parseIdentities(given: Given, environment: Given): ParsedIdentities {
  const several = given['IDENTITIES'];
  if (several === undefined) return parseSingleIdentity(given);
  return parseSeveralIdentities(several, { environment, isTaken: hasMeaning });
}

const OF_THE_PLATFORM = /^(?:AzureWebJobs|WEBSITE_|FUNCTIONS_|(?:IDENTITY|MSI)_(?:ENDPOINT|HEADER)$)/i;

/** CLIENT_SECRET has none where IDENTITIES stands. */
function hasMeaning(name: string): boolean {
  const isOurs = SETTING_NAMES.some((each) => each === name.toUpperCase()) && name !== 'CLIENT_SECRET';
  return isOurs || OF_THE_PLATFORM.test(name);
}

/** However much is wrong with a setting, it is one problem of that name. */
function onePerSetting(problems: readonly SettingProblem[]): SettingProblem[] {
  const details = new Map<string, Set<string>>();
  for (const { name, detail } of problems) details.set(name, (details.get(name) ?? new Set()).add(detail));
  return [...details].map(([name, said]) => ({ name, detail: [...said].join('; ') }));
}

function toProblem(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): SettingProblem {
  const name = String(issue.path[0]);
  if (given[name] === undefined) return { name, detail: 'is missing' };
  return { name, detail: issue.message };
}

/** What no single setting can say: where the store and the simulator may be. */
function betweenSettings(
  given: Record<string, string | undefined>,
  credentials: ParsedIdentities['credentials'],
  siteName: string | undefined,
): SettingProblem[] {
  const isSimulated = credentials.every((kind) => kind === 'simulator');
  const problems: SettingProblem[] = tablesProblems(given, isSimulated);
  if (given['AUTH_MODE'] === 'entra' && given['AUTH_AUDIENCE'] === undefined)
    problems.push({ name: 'AUTH_AUDIENCE', detail: 'is missing: AUTH_MODE is entra' });
  const { SIMULATOR_URL: simulatorUrl } = given;
  const name = 'SIMULATOR_URL';
  const simulator =
    given['IDENTITIES'] === undefined
      ? 'CREDENTIAL=simulator'
      : 'IDENTITIES whose every credential is simulator';
  if (simulatorUrl === undefined)
    return credentials.includes('simulator')
      ? [...problems, { name, detail: `is missing: it is needed for ${simulator}` }]
      : problems;
  const detail = isSimulated
    ? checkSimulatorUrl(simulatorUrl, siteName)
    : `is only for ${simulator}: a real token never goes to another place`;
  return detail === undefined ? problems : [...problems, { name, detail }];
}

function tablesProblems(given: Record<string, string | undefined>, isSimulated: boolean): SettingProblem[] {
  const { STORE: store = 'tables', STORE_TABLES_URL: url } = given;
  const name = 'STORE_TABLES_URL';
  if (url === undefined) return store === 'tables' ? [{ name, detail: 'is missing: STORE is tables' }] : [];
  const cloud = schema.shape.AZURE_CLOUD.safeParse(given['AZURE_CLOUD']).data ?? 'public';
  const detail = checkTablesUrl(url, { isSimulated, suffixes: CLOUDS[cloud].tableSuffixes });
  return detail === undefined ? [] : [{ name, detail }];
}

function toSettings(identities: Identity[], values: Values, hostName: string | undefined): Settings {
  return {
    identities,
    linkPolicy: values.LINK_POLICY,
    reconcileSchedule: values.RECONCILE_SCHEDULE,
    scanConcurrency: values.SCAN_CONCURRENCY,
    roleOverrides: values.ROLE_OVERRIDES,
    groupLookup: values.GROUP_LOOKUP,
    store: toStore(values),
    auth: toAuth(
      values.AUTH_MODE,
      values.AUTH_AUDIENCE,
      values.AUTH_TENANT_ID ?? identities[0]?.tenantId ?? '',
    ),
    functionKeyAccess: values.FUNCTION_KEY_ACCESS,
    notify: {
      teamsUrl: values.NOTIFY_TEAMS_URL,
      webhookUrl: values.NOTIFY_WEBHOOK_URL,
      webhookKeys: values.NOTIFY_WEBHOOK_SECRET ?? [],
    },
    dashboardUrl: toDashboardUrl(hostName),
    cloud: values.AZURE_CLOUD,
    simulatorUrl: values.SIMULATOR_URL,
  };
}

/** The platform gives every app its name; Core Tools gives `localhost:7071`, which it serves without TLS. */
function toDashboardUrl(hostName = ''): string | undefined {
  if (!/^[a-z\d.-]+(?::\d{1,5})?$/i.test(hostName)) return undefined;
  const scheme = /^localhost(?::|$)/i.test(hostName) ? 'http' : 'https';
  return `${scheme}://${hostName}/api/dashboard`;
}

function toStore({ STORE, STORE_PATH, STORE_TABLES_URL, STORE_TABLE_NAME }: Values): StoreChoice {
  if (STORE === 'file') return { kind: 'file', path: STORE_PATH };
  return { kind: 'tables', url: STORE_TABLES_URL ?? '', tableName: STORE_TABLE_NAME };
}
