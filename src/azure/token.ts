// Obtains a token and reads from it whom it is for: tenant (`tid`) and principal (`oid`).
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import { AzureFailure } from '../ports/azure.ts';
import { askAzure, type Patience } from './patience.ts';

const claims = z.object({
  tid: z.guid().transform((id) => id.toLowerCase()),
  oid: z.guid().transform((id) => id.toLowerCase()),
});

export interface PrincipalToken {
  accessToken: AccessToken;
  tenantId: string;
  principalId: string;
}

/**
 * @param createCredential called for each try: msal remembers a throttled answer and would not ask again
 * @throws AzureFailure where there is no token, or one that does not say whom it is for
 */
export async function requestToken(
  createCredential: () => TokenCredential,
  scope: string,
  patience: Patience,
): Promise<PrincipalToken> {
  return askAzure(patience, async (abortSignal) => {
    const accessToken = await createCredential().getToken(scope, { abortSignal }).catch(failToken);
    if (accessToken === null)
      throw new AzureFailure('Entra gave no token.', { code: 'NoToken', retryable: false });
    return { accessToken, ...readPrincipal(accessToken.token) };
  });
}

/** The signature is not looked at: ARM does that; here it only says as whom we act. @throws AzureFailure */
function readPrincipal(token: string): { tenantId: string; principalId: string } {
  const parsed = claims.safeParse(decodePayload(token));
  if (parsed.success) return { tenantId: parsed.data.tid, principalId: parsed.data.oid };
  const missing = parsed.error.issues[0]?.path.join('.') || 'payload';
  throw new AzureFailure(`Entra's token could not be read: no usable ${missing} in it.`, {
    code: 'UnreadableToken',
    retryable: false,
  });
}

function decodePayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Without the path: the very certificate, with its key, may have been put where its path belongs. */
function unreadableFile(error: Error): AzureFailure {
  const [said = ''] = error.message.split(/, \w+ '/);
  return new AzureFailure(`The certificate's file could not be read: ${said}.`, {
    code: 'NoToken',
    retryable: true,
  });
}

/** Entra's own no is final; what else went wrong may pass. msal tells them apart by name and text only. */
function failToken(error: unknown): never {
  if (error instanceof AzureFailure) throw error;
  if (error instanceof Error && 'syscall' in error && 'path' in error) throw unreadableFile(error);
  // Far more than Entra says, and little enough for what is sought in it.
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 10_000);
  const passing = /^(?:temporarily_unavailable|server_error)\b/.test(message);
  const final =
    !passing && /AADSTS\d+|invalid_client|unauthorized_client|invalid_request|invalid_tenant/.test(message);
  if (message.startsWith('network_error'))
    throw new AzureFailure('Entra could not be reached, or its answer broke off.', {
      code: 'NoToken',
      retryable: true,
    });
  const [line = ''] = message.split(/\r?\n| Trace ID:| - Timestamp:.*Description: /);
  const code = /AADSTS\d+/.exec(message)?.[0] ?? 'NoToken';
  const description = / - Description: ([^\r\n]*?)(?: (?:Trace|- Correlation) ID:|$)/.exec(message)?.[1];
  throw new AzureFailure((description ?? line).slice(0, 300), { code, retryable: !final });
}
