// The settings of a local run: the process environment over the Values of local.settings.json, as Core Tools does it,
// and below both what the demo needs, so that `npm start` works with neither file nor setting.
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { DEMO_AUDIENCE } from './cloud/worlds/demo-callers.ts';
import { DEMO_IDENTITY } from './cloud/worlds/demo-identity.ts';

export type Environment = Record<string, string | undefined>;

const localSettings = z.object(
  {
    IsEncrypted: z
      .literal(false, 'must be false: encrypted settings are for Core Tools alone')
      .default(false),
    Values: z.record(z.string(), z.string('must be a string'), 'must be an object of strings').default({}),
  },
  'must be a JSON object, as local.settings.sample.json is',
);

/** @throws Error with a sentence that names file and field */
export async function readLocalSettings(path: string): Promise<Environment> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`local.settings.json cannot be read: ${error.message}`);
  });
  if (text === undefined) return {};
  const parsed = localSettings.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.Values;
  const [issue] = parsed.error.issues;
  throw new Error(
    `local.settings.json: ${issue?.path.join('.') || 'the file'} ${issue?.message ?? 'is wrong'}.`,
  );
}

/** Whether the run makes its own simulated Azure: nobody named another one, or a real credential. */
export function wantsOwnCloud(given: Environment): boolean {
  const credentials = namesSeveral(given) ? credentialsIn(given['IDENTITIES'] ?? '') : [given['CREDENTIAL']];
  return (
    isMissing(given['SIMULATOR_URL']) &&
    credentials.every((credential) => isMissing(credential) || credential === 'simulator')
  );
}

/** A sentence, where settings tell of a tenant of one's own while no CREDENTIAL does; undefined elsewhere. */
export function unknownToDemo(given: Environment): string | undefined {
  if (namesSeveral(given) || !isMissing(given['CREDENTIAL']) || !isMissing(given['SIMULATOR_URL']))
    return undefined;
  const { tenantId, clientId } = DEMO_IDENTITY;
  const names = Object.entries({ PROVIDER_TENANT_ID: tenantId, CLIENT_ID: clientId }).flatMap(
    ([name, value]) => (isMissing(given[name]) || given[name] === value ? [] : [name]),
  );
  if (names.length === 0) return undefined;
  return `The simulated Azure does not know your ${names.join(' and ')}. For your own tenant set CREDENTIAL too: without it no real Azure is asked.`;
}

/** Whether IDENTITIES stands in place of the settings of one identity. */
export function namesSeveral(given: Environment): boolean {
  return !isMissing(given['IDENTITIES']);
}

const entries = z.array(z.object({ credential: z.string().optional().catch(undefined) }).catch({}));

/** None where they cannot be read: what is wrong is for the settings to say. */
function credentialsIn(identities: string): (string | undefined)[] {
  try {
    return (entries.safeParse(JSON.parse(identities)).data ?? []).map(({ credential }) => credential);
  } catch {
    return [];
  }
}

/**
 * What is given over the demo's own values. A value that is there and empty is left so: it is a missing one, and the
 * settings say it. Nothing of the demo is mixed in where another Azure is named.
 */
export function withDemo(given: Environment, cloudUrl: string, storePath: string): Environment {
  const { tenantId, clientId, partnerId } = DEMO_IDENTITY;
  return {
    PROVIDER_TENANT_ID: tenantId,
    CLIENT_ID: clientId,
    PARTNER_ID: partnerId,
    STORE: 'file',
    STORE_PATH: storePath,
    AUTH_AUDIENCE: DEMO_AUDIENCE,
    ...given,
    CREDENTIAL: 'simulator',
    SIMULATOR_URL: cloudUrl,
  };
}

/** Anywhere but in Azure the file store is what there is. */
export function withLocalStore(given: Environment): Environment {
  return { STORE: 'file', ...given };
}

function isMissing(value: string | undefined): boolean {
  return value === undefined || value === '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`local.settings.json is no JSON: ${cause}`, { cause: error });
  }
}
