// Where the Tables store may be: the table service of this cloud, or Azurite on this machine. A token must never leave
// for another place, and a key is only ever that of a simulated account.
import { LOOPBACK } from './simulator-url.ts';

export const DEVELOPMENT_STORAGE = 'UseDevelopmentStorage=true';

const NEEDED =
  'must be https://ACCOUNT and the table suffix of AZURE_CLOUD, UseDevelopmentStorage=true, or with CREDENTIAL=simulator a connection string with a loopback TableEndpoint';

/** What is wrong with it, as a sentence without the value; undefined where nothing is. */
export function checkTablesUrl(
  value: string,
  { isSimulated, suffixes }: { isSimulated: boolean; suffixes: readonly string[] },
): string | undefined {
  if (value === DEVELOPMENT_STORAGE) return undefined;
  if (isConnectionString(value)) {
    if (!isSimulated) return 'may be a connection string only with CREDENTIAL=simulator';
    return hasLoopbackEndpoint(value)
      ? undefined
      : 'must have DefaultEndpointsProtocol, AccountName, AccountKey and a TableEndpoint that is a loopback address (127.0.0.0/8, localhost or [::1])';
  }
  if (!URL.canParse(value)) return NEEDED;
  const url = new URL(value);
  const isBare =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  if (url.protocol !== 'https:' || !suffixes.some((suffix) => url.hostname.endsWith(suffix))) return NEEDED;
  return isBare && url.port === '' ? undefined : 'must have no port, path, query or user';
}

/** @param value one that has been checked */
export function isConnectionString(value: string): boolean {
  return !URL.canParse(value) && value.includes('=');
}

function hasLoopbackEndpoint(value: string): boolean {
  const parts = new Map(
    value
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part): [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
      }),
  );
  // Each name once: of two the SDK might take the other one. It knows an account by these two.
  const named = ['defaultendpointsprotocol', 'accountname', 'accountkey'].every((name) => parts.get(name));
  const isClear = parts.size === value.split(';').filter((part) => part.trim() !== '').length;
  const endpoint = parts.get('tableendpoint') ?? '';
  if (!named || !isClear || parts.has('usedevelopmentstorage') || !URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  return (
    ['http:', 'https:'].includes(url.protocol) &&
    LOOPBACK.test(url.hostname) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}
