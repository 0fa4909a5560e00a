// What `npm start` says under AUTH_MODE=entra: how to get a token from the simulated Entra, and where it goes.
import { DEMO_OPERATOR, DEMO_PORTAL } from './cloud/worlds/demo-callers.ts';
import type { Settings } from '../src/settings.ts';

/** Lines for the terminal; undefined under AUTH_MODE=function-key. @param ownCloud whether the demo's callers are known */
export function tokenHelp(
  { auth, simulatorUrl }: Settings,
  ownCloud: boolean,
  apiUrl: string,
): string | undefined {
  if (auth.mode !== 'entra') return undefined;
  const told = 'Every call but health needs a bearer token (AUTH_MODE=entra).';
  if (!ownCloud) return `${told} Audience: ${auth.audiences.join(' or ')}.\n`;
  return [
    `${told} From the simulated Entra:`,
    `  TOKEN=$(curl -s -H 'x-forwarded-host: login.microsoftonline.com' \\`,
    `    -d grant_type=client_credentials -d client_secret=any -d client_id=${DEMO_OPERATOR.clientId} \\`,
    `    -d scope=${auth.audiences[0]}/.default ${simulatorUrl}/${auth.tenantId}/oauth2/v2.0/token \\`,
    `    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `  curl -H "Authorization: Bearer $TOKEN" ${apiUrl}/status`,
    `That app may operate; ${DEMO_PORTAL.clientId} may only read.\n`,
  ].join('\n');
}
