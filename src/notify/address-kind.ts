// Which IP addresses are somebody's public server. Sources: the IANA special-purpose address registries for IPv4 and
// IPv6; of IPv6 only global unicast (2000::/3, RFC 4291) is public at all, so that mapped, translated (NAT64), unique
// local, link-local and multicast addresses need no line of their own.
import { BlockList, isIP } from 'node:net';

export type AddressKind = 'public' | 'loopback' | 'other';

const NOT_PUBLIC_V4: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, and with it the metadata service 169.254.169.254.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3],
  // Azure's wire server: of a public range, and yet the inside of the platform (learn.microsoft.com, what-is-ip-address-168-63-129-16).
  ['168.63.129.16', 32],
];

const NOT_PUBLIC_V6: readonly [network: string, prefix: number][] = [
  // IETF protocol assignments, with Teredo and ORCHID.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 carries any IPv4 address.
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_V4) notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_V6) notPublic.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');

/** @param address an IPv4 or IPv6 address without brackets; what is neither is `other` */
export function addressKind(address: string): AddressKind {
  const version = isIP(address);
  if (version === 4) {
    if (loopback.check(address, 'ipv4')) return 'loopback';
    return notPublic.check(address, 'ipv4') ? 'other' : 'public';
  }
  // A zone (%eth0) makes it an address of this machine's links.
  if (version !== 6 || address.includes('%')) return 'other';
  if (isLoopbackV6(address)) return 'loopback';
  return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6') ? 'public' : 'other';
}

function isLoopbackV6(address: string): boolean {
  return new URL(`http://[${address}]`).hostname === '[::1]';
}
