// The settings of the only identity, for who has one partner ID.
import * as z from 'zod';
import { credential, guid, partnerId, toCredential } from './identity-fields.ts';
import type { Given, ParsedIdentities } from './identity-fields.ts';

const schema = z.object({
  PROVIDER_TENANT_ID: guid,
  CLIENT_ID: guid,
  PARTNER_ID: partnerId,
  PRINCIPAL_ID: guid.optional(),
  CREDENTIAL: credential,
  MANAGED_IDENTITY_CLIENT_ID: guid.optional(),
  CLIENT_SECRET: z.string().optional(),
  CLIENT_CERTIFICATE_PATH: z.string().optional(),
});

type SingleName = keyof typeof schema.shape;
/** Not looked at where IDENTITIES stands in their place. */
export const SINGLE_NAMES = Object.keys(schema.shape) as SingleName[];

/** @param given without empty values */
export function parseSingleIdentity(given: Given): ParsedIdentities {
  const parsed = schema.safeParse(Object.fromEntries(SINGLE_NAMES.map((name) => [name, given[name]])));
  const kind = given['CREDENTIAL'];
  const credentials = [kind];
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    return { name, detail: given[name] === undefined ? 'is missing' : message };
  });
  const need = (name: SingleName) => {
    if (given[name] === undefined) problems.push({ name, detail: `is missing: CREDENTIAL is ${kind}` });
  };
  if (kind === 'secret') need('CLIENT_SECRET');
  if (kind === 'certificate') need('CLIENT_CERTIFICATE_PATH');
  if (!parsed.success || problems.length > 0) return { problems, credentials, identities: [] };
  const values = parsed.data;
  const identity = {
    name: 'default',
    tenantId: values.PROVIDER_TENANT_ID,
    clientId: values.CLIENT_ID,
    partnerId: values.PARTNER_ID,
    principalId: values.PRINCIPAL_ID,
    credential: toCredential(values.CREDENTIAL, {
      managedIdentityClientId: values.MANAGED_IDENTITY_CLIENT_ID,
      clientSecret: values.CLIENT_SECRET,
      certificatePath: values.CLIENT_CERTIFICATE_PATH,
    }),
  };
  return { problems, credentials, identities: [identity] };
}
