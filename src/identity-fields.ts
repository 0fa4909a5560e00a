// What the single settings and the entries of IDENTITIES have in common.
import * as z from 'zod';
import type { CredentialChoice, Identity } from './ports/identity.ts';

/** App settings as the host gives them. */
export type Given = Readonly<Record<string, string | undefined>>;

export interface ParsedIdentities {
  /** By setting, a sentence that goes on after its name, without any value. */
  problems: { name: string; detail: string }[];
  /** What was named, as far as it could be read: other settings are judged by it. */
  credentials: (string | undefined)[];
  /** Empty where there are problems. */
  identities: Identity[];
}

export const guid = z.guid('must be a GUID').transform((id) => id.toLowerCase());

const DIGITS = 'must be digits: the location (Associated Partner) ID';
export const partnerId = z.string(DIGITS).regex(/^\d{1,20}$/, DIGITS);

const KINDS = ['federated', 'managed-identity', 'certificate', 'secret', 'simulator'] as const;
export const credential = z.enum(KINDS, `must be one of: ${KINDS.join(', ')}`);

/** @param given what the kind needs is there: it was checked before */
export function toCredential(
  kind: (typeof KINDS)[number],
  given: Record<'managedIdentityClientId' | 'clientSecret' | 'certificatePath', string | undefined>,
): CredentialChoice {
  switch (kind) {
    case 'federated':
    case 'managed-identity':
      return { kind, managedIdentityClientId: given.managedIdentityClientId };
    case 'certificate':
      return { kind, certificatePath: given.certificatePath ?? '' };
    case 'secret':
      return { kind, clientSecret: given.clientSecret ?? '' };
    case 'simulator':
      return { kind };
  }
}
