// Whether a receiver's address may be called: https to public addresses alone, checked on what the name resolves to, for
// whoever can write a setting must not reach the inside of a network with it. In simulator mode loopback is allowed too.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { addressKind } from './address-kind.ts';

export interface Target {
  url: URL;
  simulated: boolean;
}

/** Every address of a host name. @throws NodeJS.ErrnoException where it has none */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const resolveByName: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

export type TargetCheck = { target: Target } | { refused: string };

const NOT_PUBLIC = 'leads to an address that is not public (private, loopback, link-local or reserved)';

/** What the address alone says; a name is only known when it is resolved. @returns `refused` goes on after the setting's name */
export function checkTarget(address: string, simulated: boolean): TargetCheck {
  if (!URL.canParse(address)) return { refused: 'must be an https:// address' };
  const url = new URL(address);
  const host = hostOf(url);
  const isLocal = isLocalName(host) || addressKind(host) === 'loopback';
  const isSimulator = simulated && isLocal && url.protocol === 'http:';
  if (url.protocol !== 'https:' && !isSimulator) return { refused: 'must begin with https://' };
  if (url.username !== '' || url.password !== '') return { refused: 'must have no user or password in it' };
  if (isLocal) return simulated ? { target: { url, simulated } } : { refused: NOT_PUBLIC };
  if (isIP(host) !== 0 && addressKind(host) !== 'public') return { refused: NOT_PUBLIC };
  return { target: { url, simulated } };
}

export type Resolved = { addresses: readonly string[] } | { refused: string };

/** All addresses of its host, each of them allowed. @throws NodeJS.ErrnoException where the name cannot be resolved */
export async function resolveTarget({ url, simulated }: Target, resolve: Resolve): Promise<Resolved> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const isAllowed = (address: string) => {
    const kind = addressKind(address);
    // http was allowed for loopback alone, so a name that leaves the machine must not get it.
    if (kind === 'loopback') return simulated;
    return kind === 'public' && url.protocol === 'https:';
  };
  return addresses.length > 0 && addresses.every(isAllowed) ? { addresses } : { refused: NOT_PUBLIC };
}

/** Without the brackets of IPv6, and without the dot that ends a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$|\.$/g, '');
}

/** RFC 6761 §6.3: these are this machine, whatever a name service says. */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
