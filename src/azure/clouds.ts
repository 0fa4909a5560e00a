// Where each Azure cloud answers (facts: azure-wire.md §6, pal-pec-lighthouse.md §1 'Sovereign clouds').

export interface CloudEndpoints {
  authorityHost: string;
  /** Where msal asks for tokens of that authority: it has a preferred name for each. Tokens of version 2 name it too. */
  tokenOrigin: string;
  /** What tokens of version 1 call their issuer, before the tenant. */
  firstIssuer: string;
  /** Audience of the token by which a managed identity vouches for an app registration. */
  federationAudience: string;
  resourceManager: string;
  graph: string;
  /** Ends of the host names of table services. */
  tableSuffixes: readonly string[];
}

export const CLOUDS = {
  public: {
    authorityHost: 'https://login.microsoftonline.com',
    tokenOrigin: 'https://login.microsoftonline.com',
    firstIssuer: 'https://sts.windows.net',
    federationAudience: 'api://AzureADTokenExchange',
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    tableSuffixes: ['.table.core.windows.net', '.table.storage.azure.net'],
  },
  usgovernment: {
    authorityHost: 'https://login.microsoftonline.us',
    tokenOrigin: 'https://login.microsoftonline.us',
    firstIssuer: 'https://sts.windows.net',
    federationAudience: 'api://AzureADTokenExchangeUSGov',
    resourceManager: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    tableSuffixes: ['.table.core.usgovcloudapi.net'],
  },
  china: {
    authorityHost: 'https://login.chinacloudapi.cn',
    tokenOrigin: 'https://login.partner.microsoftonline.cn',
    firstIssuer: 'https://sts.chinacloudapi.cn',
    federationAudience: 'api://AzureADTokenExchangeChina',
    resourceManager: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    tableSuffixes: ['.table.core.chinacloudapi.cn'],
  },
} as const satisfies Record<string, CloudEndpoints>;

export type CloudName = keyof typeof CLOUDS;
