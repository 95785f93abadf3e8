/** One HTTP request to a receiver, within its limits. Source: webhooks.md §3. */
import { PermanentError } from '@plinth/bus';
import { PrivateAddressError, publicLookup, refusePrivateHost } from '@plinth/core';
import type { Limits } from './limits.js';

export interface Outgoing {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether the receiver's certificate must be a good one. */
  readonly verify: boolean;
}

export interface Sender {
  /** The status of the answer. Rejects when there is none in time. */
  send(outgoing: Outgoing): Promise<number>;
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly limits: Limits;
  readonly denyPrivate: boolean;
}

/** What is read of an answer before its connection is given up. */
const ANSWER_BYTES_MAX = 65_536;

export function openSender({ limits, denyPrivate }: SenderOptions): Sender {
  // Loaded when there is something to send: a start is quicker without it.
  const opening = once(async () => {
    const { Agent, request } = await import('undici');
    const agent = (rejectUnauthorized: boolean) =>
      new Agent({
        connections: limits.perHost,
        connect: {
          timeout: limits.connectMilliseconds,
          rejectUnauthorized,
          ...(denyPrivate ? { lookup: publicLookup } : {}),
        },
      });
    return { request, strict: agent(true), lenient: agent(false) };
  });
  return {
    async send({ url, headers, body, verify }) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new PermanentError(`Webhooks are sent by HTTP, not by ${url.protocol}`);
      const { request, strict, lenient } = await opening.get();
      const signal = AbortSignal.timeout(limits.totalMilliseconds);
      try {
        if (denyPrivate) refusePrivateHost(url.hostname);
        const dispatcher = verify ? strict : lenient;
        const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher });
        // The status says it all; the rest is read so that the connection can be used again.
        await answer.body.dump({ limit: ANSWER_BYTES_MAX, signal }).catch(() => undefined);
        return answer.statusCode;
      } catch (error) {
        if (error instanceof PrivateAddressError) throw new PermanentError(error.message, { cause: error });
        throw error;
      }
    },
    async close() {
      const opened = await opening.made();
      await Promise.all([opened?.strict.destroy(), opened?.lenient.destroy()]);
    },
  };
}

/** Makes a value when it is first asked for. */
function once<T>(make: () => Promise<T>): { get(): Promise<T>; made(): Promise<T> | null } {
  let value: Promise<T> | null = null;
  return {
    get() {
      value ??= make();
      return value;
    },
    made: () => value,
  };
}

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether the receiver took it, or refused it for good. */
export const isDelivered = (status: number): boolean => status < 500 && !RETRIED.has(status);
