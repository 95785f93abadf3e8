/** The guard of outgoing requests: which addresses are not of the public Internet. Source: DESIGN.md §3.8. */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carriers' own
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, cloud metadata among it
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96], // unspecified, loopback and the old embedding of IPv4
  ['64:ff9b::', 96], // IPv4 behind a translator
  ['64:ff9b:1::', 48],
  ['2002::', 16], // IPv4 in a tunnel
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6');

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  constructor(host: string) {
    super(`${host} is at a private or local address, and requests may not go there.`);
  }
}

/** Whether an IP address is private, loopback, link-local or otherwise no public one; what is none counts as such. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Refuses a host that is written as a private address; names are looked at as they are resolved. */
export function refusePrivateHost(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) > 0 && isPrivateAddress(bare)) throw new PrivateAddressError(host);
}

/** Resolves a name for a connection, which then goes to exactly the addresses that were checked here. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) callback(error ?? new Error(`${host} has no address.`), '', 0);
    else if (addresses.some(({ address }) => isPrivateAddress(address))) callback(new PrivateAddressError(host), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
