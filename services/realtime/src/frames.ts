import { stringifyJson } from '@plinth/definitions';
import { shape } from '@plinth/http';
import type { WebSocket } from 'ws';

/** Close codes that a server may send; others are in the frame only. */
const LEGAL_CODES = new Set([1003, 1008, 1009, 1011, 1013]);

const accountOf = (user: object | null) => (user ? shape('account')(user as Record<string, unknown>) : null);

export function sendConnected(wire: WebSocket, channels: Iterable<string>, user: object | null): void {
  wire.send(stringifyJson({ type: 'connected', data: { channels: [...channels], user: accountOf(user) } }));
}

export function sendAuthenticated(wire: WebSocket, user: object): void {
  wire.send(stringifyJson({ type: 'response', data: { to: 'authentication', success: true, user: accountOf(user) } }));
}

export function sendError(wire: WebSocket, code: number, message: string): void {
  wire.send(JSON.stringify({ type: 'error', data: { code, message } }));
}

/** Tells why and closes; clients depend on the frame. */
export function refuse(wire: WebSocket, code: number, message: string): void {
  sendError(wire, code, message);
  wire.close(LEGAL_CODES.has(code) ? code : 1011);
}
