/** What a request says about its sender, believed only as far as proxies are trusted. Source: http.md §8.1. */
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface Sender {
  readonly ip: string;
  /** Without port. */
  readonly host: string;
  readonly protocol: 'http' | 'https';
  /** Origin header, else Referer. */
  readonly origin: string;
}

export class TrustedProxies {
  readonly #list = new BlockList();
  readonly #isEmpty: boolean;

  constructor(entries: readonly string[]) {
    this.#isEmpty = entries.length === 0;
    for (const entry of entries) {
      const [address = '', prefix] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (isIP(address) === 0) throw new Error(`_APP_TRUSTED_PROXIES holds ${entry}, which is no address or network.`);
      if (prefix === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(prefix), family);
    }
  }

  trusts(address: string): boolean {
    if (this.#isEmpty) return false;
    const plain = address.replace(/^::ffff:/, '');
    const family = isIP(plain);
    return family !== 0 && this.#list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  }
}

/** The part of a request that tells of its sender. */
export interface SenderSource {
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
  readonly encrypted: boolean;
}

export function senderOf(request: SenderSource, proxies: TrustedProxies): Sender {
  const { headers } = request;
  const origin = headers.origin ?? headers.referer ?? '';
  const peer = request.peer.replace(/^::ffff:/, '');
  if (!proxies.trusts(peer)) {
    return { ip: peer, host: hostOnly(headers.host ?? ''), protocol: request.encrypted ? 'https' : 'http', origin };
  }
  // From the right, past every proxy that is ours: the first address that somebody else claims is the client.
  const hops = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
    .reverse();
  const client = hops.find((hop) => !proxies.trusts(hop));
  const ip = client && isIP(client) ? client : peer;
  const forwardedHost = headers['x-forwarded-host'];
  const protocol = headers['x-forwarded-proto'] === 'https' || request.encrypted ? 'https' : 'http';
  return {
    ip,
    host: hostOnly(typeof forwardedHost === 'string' ? forwardedHost : (headers.host ?? '')),
    protocol,
    origin,
  };
}

/** Cuts a port off. What only looks like one is left: `localhost:1@evil.test` is no `localhost`. */
const hostOnly = (host: string): string => /^\[([^\]]*)\](?::\d*)?$/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
