/** Open sockets of one process, found by project and channel. Source: realtime.md §3. */
import type { Project, SessionCredential } from '@plinth/core';
import type { WebSocket } from 'ws';

/** A slower reader than this is cut off: it reconnects and starts afresh. */
const BUFFERED_BYTES_MAX = 1024 * 1024;

export interface Socket {
  readonly id: string;
  readonly project: Project;
  readonly wire: WebSocket;
  readonly admin: boolean;
  /** Session that the socket acts by; null for guests. */
  session: SessionCredential | null;
  sessionId: string;
  userId: string;
  roles: ReadonlySet<string>;
  channels: ReadonlySet<string>;
  /** Pings that nobody answered. */
  missedPings: number;
  /** Frames of the current minute. */
  frames: { count: number; resetAt: number };
}

interface Room {
  readonly sockets: Set<Socket>;
  readonly byChannel: Map<string, Set<Socket>>;
}

export class Sockets {
  readonly #rooms = new Map<number, Room>();
  size = 0;

  add(socket: Socket): void {
    const room = this.#rooms.get(socket.project.internalId) ?? { sockets: new Set(), byChannel: new Map() };
    this.#rooms.set(socket.project.internalId, room);
    room.sockets.add(socket);
    for (const channel of socket.channels) enter(room, channel, socket);
    this.size++;
  }

  /** Gives whether it was there. */
  remove(socket: Socket): boolean {
    const room = this.#rooms.get(socket.project.internalId);
    if (!room?.sockets.delete(socket)) return false;
    for (const channel of socket.channels) leave(room, channel, socket);
    if (room.sockets.size === 0) this.#rooms.delete(socket.project.internalId);
    this.size--;
    return true;
  }

  /** Replaces what a socket listens to, at once. */
  rechannel(socket: Socket, channels: ReadonlySet<string>): void {
    const room = this.#rooms.get(socket.project.internalId);
    if (room) {
      for (const channel of socket.channels) leave(room, channel, socket);
      for (const channel of channels) enter(room, channel, socket);
    }
    socket.channels = channels;
  }

  /** Sends a frame to every socket that listens to one of the channels and holds one of the roles; once to each. */
  deliver(project: number, channels: readonly string[], roles: readonly string[], frame: string): number {
    const room = this.#rooms.get(project);
    if (!room) return 0;
    const open = roles.includes('any');
    const seen = channels.length > 1 ? new Set<Socket>() : null;
    let bytes: Buffer | undefined;
    let sent = 0;
    for (const channel of channels) {
      for (const socket of room.byChannel.get(channel) ?? []) {
        if (seen?.has(socket)) continue;
        seen?.add(socket);
        if (!open && !roles.some((role) => socket.roles.has(role))) continue;
        // Encoded once for all receivers.
        bytes ??= Buffer.from(frame);
        write(socket.wire, bytes);
        sent++;
      }
    }
    return sent;
  }

  of(project: number): Iterable<Socket> {
    return this.#rooms.get(project)?.sockets ?? [];
  }

  *all(): Iterable<Socket> {
    for (const room of this.#rooms.values()) yield* room.sockets;
  }

  /** Open sockets by project ID. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { sockets } of this.#rooms.values()) {
      for (const { project } of sockets) counts[project.id] = (counts[project.id] ?? 0) + 1;
    }
    return counts;
  }
}

function enter(room: Room, channel: string, socket: Socket): void {
  const sockets = room.byChannel.get(channel) ?? new Set();
  room.byChannel.set(channel, sockets.add(socket));
}

function leave(room: Room, channel: string, socket: Socket): void {
  const sockets = room.byChannel.get(channel);
  sockets?.delete(socket);
  if (sockets?.size === 0) room.byChannel.delete(channel);
}

function write(wire: WebSocket, bytes: Buffer): void {
  if (wire.readyState !== wire.OPEN) return;
  if (wire.bufferedAmount > BUFFERED_BYTES_MAX) {
    wire.close(1013, 'too slow');
    return;
  }
  wire.send(bytes, { binary: false });
}
