// Which client a call is from, for faults that hit one alone: by the token that it carries, or the one it asks for.
import { decodeJwt } from 'jose';
import { header, queryValue, type CloudRequest } from './request.ts';

/** In lower case; nothing is checked here. */
export function clientIdOf(request: CloudRequest): string | undefined {
  const token = /^Bearer (\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const named =
    token === undefined
      ? (new URLSearchParams(request.body).get('client_id') ?? queryValue(request, 'client_id'))
      : clientOf(token);
  return named?.toLowerCase();
}

function clientOf(token: string): string | undefined {
  try {
    const { appid, azp } = decodeJwt<{ appid?: string; azp?: string }>(token);
    return appid ?? azp;
  } catch {
    return undefined;
  }
}
