// Fetches the keys that Entra signs a tenant's tokens with. Version 1 and 2 tokens are signed with the same ones.
import { getClient } from '@azure-rest/core-client';
import { importJWK, type CryptoKey } from 'jose';
import * as z from 'zod';
import { AzureFailure } from '../ports/azure.ts';
import type { Clock } from '../ports/clock.ts';
import { startDeadline } from '../ports/deadline.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { requestJson } from './azure-rest.ts';
import { CLOUDS, type CloudName } from './clouds.ts';
import type { Keys } from './key-cache.ts';
import { ALGORITHM } from './token-rules.ts';
import { createTransport } from './transport.ts';

export interface SigningKeysOptions {
  tenantId: string;
  cloud: CloudName;
  simulatorUrl?: string | undefined;
  clock: Clock;
  telemetry?: Telemetry | undefined;
}

/** A caller waits for it; repetitions and all. */
const LIMIT_MS = 5000;

const keySet = z.object({ keys: z.array(z.unknown()) });

/** Only what can check an RS256 signature; Entra leaves out `alg`, and may publish keys of other kinds beside them. */
const signingKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  /** 2048 bits at least (RFC 7518 §3.3). */
  n: z.base64url().min(342),
  e: z.base64url(),
  use: z.literal('sig').optional(),
  alg: z.literal(ALGORITHM).optional(),
  issuer: z.string().optional(),
});

/** Gives them by their ids. @throws AzureFailure, also where none of the answer is a key */
export function signingKeysOf({
  tenantId,
  cloud,
  simulatorUrl,
  clock,
  telemetry,
}: SigningKeysOptions): () => Promise<Keys<CryptoKey>> {
  const endpoint = CLOUDS[cloud].authorityHost;
  const httpClient = createTransport({ allowedOrigins: [endpoint], simulatorUrl, telemetry });
  const client = getClient(endpoint, { httpClient, retryOptions: { maxRetries: 0 } });
  return async () => {
    const deadline = startDeadline(LIMIT_MS, clock);
    try {
      const context = { client, endpoint, deadline, clock, telemetry };
      const { keys } = await requestJson(context, { path: `/${tenantId}/discovery/v2.0/keys` }, keySet);
      const imported = await importAll(usable(keys, tenantId));
      if (imported.size > 0) return imported;
      throw new AzureFailure("Entra's answer held no key that could check a token.", {
        code: 'UnexpectedAnswer',
        retryable: false,
      });
    } finally {
      deadline.end();
    }
  };
}

type SigningKey = z.infer<typeof signingKey>;

function usable(keys: readonly unknown[], tenantId: string): SigningKey[] {
  return keys.flatMap((each) => {
    const { data } = signingKey.safeParse(each);
    return data !== undefined && isOfTenant(data, tenantId) ? [data] : [];
  });
}

/**
 * A key may say whose tokens it signs: those of any tenant (`{tenantid}`), or of one. One of another tenant, such as
 * that of personal accounts, signs none of ours.
 */
function isOfTenant({ issuer }: SigningKey, tenantId: string): boolean {
  const named = issuer?.toLowerCase();
  return named === undefined || named.includes('{tenantid}') || named.includes(tenantId);
}

async function importAll(keys: readonly SigningKey[]): Promise<Keys<CryptoKey>> {
  const imported = await Promise.all(
    keys.map(async ({ kid, kty, n, e }): Promise<[string, CryptoKey][]> => {
      try {
        const key = await importJWK({ kty, n, e }, ALGORITHM);
        return key instanceof Uint8Array ? [] : [[kid, key]];
      } catch {
        return [];
      }
    }),
  );
  return new Map(imported.flat());
}
