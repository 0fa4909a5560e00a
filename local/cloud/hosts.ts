// The host names of the three Azure clouds, by the service behind them; one world answers for all of them.

export type Service = 'entra' | 'arm' | 'graph';

const services: ReadonlyMap<string, Service> = new Map([
  ['login.microsoftonline.com', 'entra'],
  ['login.microsoftonline.us', 'entra'],
  ['login.chinacloudapi.cn', 'entra'],
  ['login.partner.microsoftonline.cn', 'entra'],
  ['management.azure.com', 'arm'],
  ['management.usgovcloudapi.net', 'arm'],
  ['management.chinacloudapi.cn', 'arm'],
  ['graph.microsoft.com', 'graph'],
  ['graph.microsoft.us', 'graph'],
  ['microsoftgraph.chinacloudapi.cn', 'graph'],
]);

/** The old resource ids of ARM, which its tokens may still carry as their audience. */
const classicAudiences: ReadonlyMap<string, string> = new Map([
  ['management.azure.com', 'https://management.core.windows.net'],
  ['management.usgovcloudapi.net', 'https://management.core.usgovcloudapi.net'],
  ['management.chinacloudapi.cn', 'https://management.core.chinacloudapi.cn'],
]);

const publicHosts: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'management.azure.com',
  'graph.microsoft.com',
]);

export function serviceOf(host: string): Service | undefined {
  return services.get(host);
}

export function isSovereign(host: string): boolean {
  return !publicHosts.has(host);
}

/** What tokens that were asked for at this host of Entra call their issuer. */
export function issuerOf(host: string, tenantId: string, version: 1 | 2): string {
  const inChina = host.endsWith('.cn');
  if (version === 1) return `https://sts.${inChina ? 'chinacloudapi.cn' : 'windows.net'}/${tenantId}/`;
  return `https://${inChina ? 'login.partner.microsoftonline.cn' : host}/${tenantId}/v2.0`;
}

/** Whether a token for this audience may be shown to this host. */
export function audienceFits(audience: string, host: string): boolean {
  const bare = audience.replace(/\/+$/, '');
  return bare === `https://${host}` || bare === classicAudiences.get(host);
}

/** ARM and Microsoft Graph take tokens of version 1.0; an api of our own gets 2.0. */
export function isMicrosoftAudience(audience: string): boolean {
  for (const host of services.keys()) if (audienceFits(audience, host)) return true;
  return false;
}
