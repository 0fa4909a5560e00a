// The settings of the platform by which an app is joined to Application Insights. They are not ours: the host reads
// them too. What is wrong with them stands in the log and stops nothing.
import * as z from 'zod';

export const CONNECTION_STRING = 'APPLICATIONINSIGHTS_CONNECTION_STRING';
export const AUTHENTICATION_STRING = 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING';

export interface ExportTarget {
  connectionString: string;
  /** Where the resource takes no key alone (local authentication is off): the identity that may publish. */
  managedIdentity?: { clientId?: string | undefined } | undefined;
  /** Origin of a stand-in on this machine, http. */
  loopback?: string | undefined;
}

export type ExportChoice =
  | { kind: 'none' }
  | { kind: 'target'; target: ExportTarget }
  /** `detail` goes on after the name, without the value. */
  | { kind: 'wrong'; name: string; detail: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** The clouds' ingestion endpoints end so; a token or what was measured goes nowhere else. */
const INGESTION =
  /^https:\/\/[a-z\d.-]+\.(?:applicationinsights\.azure\.(?:com|us|cn)|services\.visualstudio\.com)$/;
const LOOPBACK = /^http:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/;

const key = z.guid('must have an InstrumentationKey that is a GUID');
const clientId = z.guid('must have a ClientId that is a GUID').optional();

export function parseExportSettings(environment: Environment): ExportChoice {
  const text = environment[CONNECTION_STRING] ?? '';
  if (text === '') return { kind: 'none' };
  const fields = fieldsOf(text);
  const wrong = (name: string, detail: string): ExportChoice => ({ kind: 'wrong', name, detail });
  const parsedKey = key.safeParse(fields?.get('instrumentationkey'));
  if (fields === undefined) return wrong(CONNECTION_STRING, 'must be NAME=VALUE pairs with ; between');
  if (!parsedKey.success) return wrong(CONNECTION_STRING, firstMessage(parsedKey.error));
  const origin = originOf(fields.get('ingestionendpoint'));
  const isLocal = origin !== undefined && LOOPBACK.test(origin);
  const inAzure = (environment['WEBSITE_SITE_NAME'] ?? '') !== '';
  if (fields.has('ingestionendpoint') && !mayIngest(origin, isLocal && !inAzure ? origin : undefined))
    return wrong(CONNECTION_STRING, 'must have an IngestionEndpoint of Azure Monitor');

  const authentication = environment[AUTHENTICATION_STRING] ?? '';
  const asked = authentication === '' ? undefined : fieldsOf(authentication);
  if (authentication !== '' && asked?.get('authorization')?.toUpperCase() !== 'AAD')
    return wrong(AUTHENTICATION_STRING, 'must be Authorization=AAD, or Authorization=AAD;ClientId=GUID');
  const identity = clientId.safeParse(asked?.get('clientid'));
  if (!identity.success) return wrong(AUTHENTICATION_STRING, firstMessage(identity.error));
  const target: ExportTarget = {
    connectionString: [...fields].map(([name, value]) => `${name}=${value}`).join(';'),
    ...(asked !== undefined && { managedIdentity: { clientId: identity.data } }),
    ...(isLocal && { loopback: origin }),
  };
  return { kind: 'target', target };
}

/** @param loopback the one origin of this machine that may stand in */
export function mayIngest(origin: string | undefined, loopback: string | undefined): boolean {
  return origin !== undefined && (INGESTION.test(origin) || origin === loopback);
}

/** Names in lower case; undefined where a part is no pair. */
function fieldsOf(text: string): Map<string, string> | undefined {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  const pairs = parts.map((part) => /^\s*([a-z]+)\s*=\s*([^=]*?)\s*$/i.exec(part));
  if (pairs.some((pair) => pair === null)) return undefined;
  return new Map(pairs.map((pair) => [pair?.[1]?.toLowerCase() ?? '', pair?.[2] ?? '']));
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

function firstMessage({ issues }: z.ZodError): string {
  return issues[0]?.message ?? 'is wrong';
}
