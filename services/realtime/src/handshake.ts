/** From an upgraded connection to a socket that may listen, or to a refusal in words. Source: realtime.md §1. */
import type { IncomingMessage } from 'node:http';
import type { SessionCredential } from '@plinth/core';
import {
  type Actor,
  type Connections,
  identify,
  isAllowedOrigin,
  type Project,
  parseOrigin,
  readSession,
} from '@plinth/core';
import { AppError, limits } from '@plinth/definitions';
import { parseFields, senderOf, type TrustedProxies } from '@plinth/http';
import { convertChannels, readChannels } from './channels.js';

export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export interface Handshake {
  readonly project: Project;
  readonly actor: Actor;
  readonly session: SessionCredential | null;
  readonly admin: boolean;
  readonly channels: Set<string>;
}

/** Throws `Refusal`. The order decides what a client is told. */
export async function shakeHands(
  connections: Connections,
  proxies: TrustedProxies,
  request: IncomingMessage,
): Promise<Handshake> {
  const query = (request.url ?? '').split('?')[1] ?? '';
  const fields = parseFields(query);
  const text = (name: string, header: string): string => {
    const value = fields[name] ?? request.headers[header];
    return typeof value === 'string' ? value : '';
  };
  const projectId = text('project', 'x-appwrite-project') || 'console';
  const project = await connections.projects.open(projectId);
  if (!project) throw new Refusal(1008, 'There is no project of this ID.');
  const sender = senderOf(
    { headers: request.headers, peer: request.socket.remoteAddress ?? '', encrypted: 'encrypted' in request.socket },
    proxies,
  );
  await limitConnects(connections, project, sender.host, sender.ip);
  const origin = parseOrigin(request.headers.origin ?? '');
  if (origin && !project.isConsole && !isAllowedOrigin(origin, project, sender.host)) {
    throw new Refusal(1008, `The origin ${origin.host} is not known. Register it as a platform of the project.`);
  }
  const admin = text('mode', 'x-appwrite-mode') === 'admin';
  const { session } = readSession(request.headers, admin ? 'console' : project.id);
  const jwt = request.headers['x-appwrite-jwt'];
  const actor = await identify(connections.callers, connections.secrets, project, {
    session,
    jwt: typeof jwt === 'string' ? jwt : '',
    admin,
  }).catch((error) => {
    throw error instanceof AppError ? new Refusal(error.status, error.message) : error;
  });
  if (actor.user && !actor.user.status) throw new Refusal(1008, 'The account is blocked.');
  const channels = convertChannels(readChannels(query), actor.user?.id ?? '');
  if (channels.size === 0) throw new Refusal(1008, 'Name at least one channel.');
  return { project, actor, session: actor.user ? session : null, admin, channels };
}

async function limitConnects(
  { cache, config, log }: Connections,
  project: Project,
  host: string,
  ip: string,
): Promise<void> {
  if (!config.general.abuse) return;
  const milliseconds = limits.realtime.connectionsSeconds * 1000;
  const resetAt = (Math.floor(Date.now() / milliseconds) + 1) * milliseconds;
  const key = `rate:${project.internalId}:realtime:url:${host}/v1/realtime,ip:${ip}:${resetAt}`;
  let taken = true;
  try {
    ({ taken } = await cache.take({ key, limit: limits.realtime.connections, resetAt }));
  } catch (error) {
    log.warn({ error }, 'a connection could not be counted');
  }
  if (!taken) throw new Refusal(1013, 'Too many connections.');
}
