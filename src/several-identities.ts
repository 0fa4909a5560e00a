// IDENTITIES: several identities as JSON. A problem names places and never what stands there: a secret may have been
// put anywhere in it.
import * as z from 'zod';
import { credential, guid, partnerId, toCredential } from './identity-fields.ts';
import type { Given, ParsedIdentities } from './identity-fields.ts';
import type { Identity } from './ports/identity.ts';

const NAME = 'must be 1 to 40 of: a to z, 0 to 9, -';
const SETTING = 'must be the name of an app setting: letters, digits and _';
const PATH = 'must be a path';

const entry = z.strictObject(
  {
    name: z.string(NAME).regex(/^[a-z\d-]{1,40}$/, NAME),
    tenantId: guid,
    clientId: guid,
    partnerId,
    principalId: guid.optional(),
    credential,
    managedIdentityClientId: guid.optional(),
    clientSecretSetting: z
      .string(SETTING)
      .regex(/^[A-Za-z_][\w.]{0,127}$/, SETTING)
      .optional(),
    clientCertificatePath: z.string(PATH).min(1, PATH).optional(),
  },
  'must be an object',
);

type Entry = z.infer<typeof entry>;

interface Secrets {
  /** Where the secrets stand, under the names that the entries give. */
  environment: Given;
  /** Whether a setting has a meaning of its own, and so cannot be the secret of an entry. */
  isTaken: (name: string) => boolean;
}

export function parseSeveralIdentities(text: string, secrets: Secrets): ParsedIdentities {
  const items = z.array(z.unknown()).safeParse(parseJson(text)).data;
  if (items === undefined || items.length === 0) {
    const detail = 'must be a JSON array of objects, one for each identity, and at least one';
    return { problems: [{ name: 'IDENTITIES', detail }], credentials: [], identities: [] };
  }
  const parsed = items.map((item) => entry.safeParse(item));
  const entries = parsed.map(({ data }) => data);
  const details = [
    ...parsed.flatMap(({ data, error }, index) =>
      data === undefined
        ? error.issues.map((issue) => place(index) + toDetail(issue, items[index]))
        : needsOf(data, secrets).map((detail) => place(index) + detail),
    ),
    ...clashesOf(entries),
  ];
  return {
    problems: details.map((detail) => ({ name: 'IDENTITIES', detail })),
    credentials: items.flatMap(credentialOf),
    identities:
      details.length > 0
        ? []
        : entries.flatMap((each) => (each === undefined ? [] : [toIdentity(each, secrets)])),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function place(index: number): string {
  return `[${index}]`;
}

function toDetail(issue: z.core.$ZodIssue, item: unknown): string {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.includes('clientSecret')
      ? '.clientSecret: a secret never stands inline; name its app setting in clientSecretSetting'
      : ` may hold nothing but ${Object.keys(entry.shape).join(', ')}`;
  const field = issue.path[0];
  if (field === undefined) return ` ${issue.message}`;
  const isMissing = typeof item === 'object' && item !== null && !Object.hasOwn(item, field);
  return `.${String(field)} ${isMissing ? 'is missing' : issue.message}`;
}

/** What the chosen credential needs beside its name. */
function needsOf(
  { credential: kind, clientSecretSetting: name, clientCertificatePath }: Entry,
  { environment, isTaken }: Secrets,
): string[] {
  if (kind === 'certificate' && clientCertificatePath === undefined)
    return ['.clientCertificatePath is missing: credential is certificate'];
  if (name !== undefined && isTaken(name))
    return ['.clientSecretSetting names a setting that has another meaning'];
  if (kind !== 'secret') return [];
  if (name === undefined) return ['.clientSecretSetting is missing: credential is secret'];
  if (secretIn(environment, name) !== undefined) return [];
  // Spelt as settings are, it is a name; anything else may be the secret itself, in the wrong place.
  const shown = /^[A-Z][A-Z\d_]*$/.test(name) ? `${name}, ` : '';
  return [`.clientSecretSetting names ${shown}an app setting that is missing or empty`];
}

/** Without those that every object inherits; an empty value is a missing one. */
function secretIn(environment: Given, name: string): string | undefined {
  return Object.hasOwn(environment, name) && environment[name] !== '' ? environment[name] : undefined;
}

/** A principal has one link: of two entries for the same one, each would set it to a partner ID of its own. */
function clashesOf(entries: readonly (Entry | undefined)[]): string[] {
  const firstOf = new Map<string, number>();
  const earlier = (key: string, index: number) => {
    const found = firstOf.get(key);
    if (found === undefined) firstOf.set(key, index);
    return found;
  };
  return entries.flatMap((each, index) => {
    if (each === undefined) return [];
    const namesake = earlier(`name ${each.name}`, index);
    const twins = principalKeysOf(each).map((key) => earlier(key, index));
    const twin = twins.find((found) => found !== undefined);
    return [
      ...(namesake === undefined ? [] : [`${place(index)}.name is that of ${place(namesake)} too`]),
      ...(twin === undefined
        ? []
        : [`${place(index)} is the same principal as ${place(twin)}, and a principal has one link`]),
    ];
  });
}

/** What no two principals have in common. */
function principalKeysOf({ tenantId, clientId, principalId, ...each }: Entry): string[] {
  return [
    `client ${tenantId} ${clientId}`,
    ...(principalId === undefined ? [] : [`principal ${principalId}`]),
    ...(each.credential === 'managed-identity' ? [`managed ${each.managedIdentityClientId}`] : []),
  ];
}

function credentialOf(item: unknown): string[] {
  const parsed = z.object({ credential }).safeParse(item);
  return parsed.success ? [parsed.data.credential] : [];
}

function toIdentity(each: Entry, { environment }: Secrets): Identity {
  const { name, tenantId, clientId, partnerId, principalId, clientSecretSetting } = each;
  const chosen = toCredential(each.credential, {
    managedIdentityClientId: each.managedIdentityClientId,
    clientSecret: clientSecretSetting && secretIn(environment, clientSecretSetting),
    certificatePath: each.clientCertificatePath,
  });
  return { name, tenantId, clientId, partnerId, principalId, credential: chosen };
}
