/** Where this server is reached. The host is the sender's to claim, and counts only if the project knows it. */
import { isIP } from 'node:net';
import { fitsHostname, webHosts } from '@plinth/core';
import type { Call } from '../call.js';

export function ownAddress({
  sender,
  project,
  connections,
  request,
}: Pick<Call, 'sender' | 'project' | 'connections' | 'request'>): string {
  const { domain } = connections.config.general;
  const isKnown = webHosts(project, domain).some((pattern) => fitsHostname(pattern, sender.host));
  if (!isKnown) return `${sender.protocol}://${domain}`;
  const host = isIP(sender.host) === 6 ? `[${sender.host}]` : sender.host;
  const named = request.headers.host ?? '';
  return `${sender.protocol}://${named.startsWith(`${host}:`) ? named : host}`;
}
