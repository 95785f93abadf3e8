/** One HTTP request to a receiver, within its limits. Source: webhooks.md §3. */
import { PermanentError } from '@plinth/bus';
import { PrivateAddressError, publicLookup, refusePrivateHost } from '@plinth/core';
import { Agent, request } from 'undici';
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
  const agent = (rejectUnauthorized: boolean) =>
    new Agent({
      connections: limits.perHost,
      connect: {
        timeout: limits.connectMilliseconds,
        rejectUnauthorized,
        ...(denyPrivate ? { lookup: publicLookup } : {}),
      },
    });
  const strict = agent(true);
  const lenient = agent(false);
  return {
    async send({ url, headers, body, verify }) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new PermanentError(`Webhooks are sent by HTTP, not by ${url.protocol}`);
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
      await Promise.all([strict.destroy(), lenient.destroy()]);
    },
  };
}

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether the receiver took it, or refused it for good. */
export const isDelivered = (status: number): boolean => status < 500 && !RETRIED.has(status);
