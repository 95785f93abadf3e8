/** What a receiver gets: headers, signature, body. Source: webhooks.md §2. */
import { createHmac } from 'node:crypto';
import type { SystemRow } from '@plinth/database';
import { serverVersion, type WebhookJob } from '@plinth/definitions';

type Webhook = Pick<SystemRow<'webhooks'>, '$id' | 'name' | 'url' | 'httpUser' | 'httpPass' | 'signatureKey'>;

export function headersOf(
  webhook: Webhook,
  job: Pick<WebhookJob, 'projectId' | 'events' | 'userId' | 'delivery'>,
  body: Buffer,
  abuseAddress: string,
): Record<string, string> {
  const { httpUser, httpPass } = webhook;
  const credentials = Buffer.from(`${httpUser}:${httpPass}`).toString('base64');
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'User-Agent': `Appwrite-Server v${serverVersion}. Please report abuse at ${abuseAddress}`,
    'X-Appwrite-Webhook-Id': webhook.$id,
    'X-Appwrite-Webhook-Events': job.events.join(','),
    'X-Appwrite-Webhook-Name': headerSafe(webhook.name),
    'X-Appwrite-Webhook-User-Id': job.userId,
    'X-Appwrite-Webhook-Project-Id': job.projectId,
    'X-Appwrite-Webhook-Signature': signatureOf(webhook, body),
    'X-Appwrite-Webhook-Delivery': job.delivery,
    ...(httpUser !== '' && httpPass !== '' ? { Authorization: `Basic ${credentials}` } : {}),
  };
}

/** Receivers compute the same over the address as they know it, without escapes, and the bytes that they read. */
export function signatureOf({ url, signatureKey }: Pick<Webhook, 'url' | 'signatureKey'>, body: Buffer): string {
  return createHmac('sha1', signatureKey).update(percentDecoded(url)).update(body).digest('base64');
}

/** Bytes of a text with its escapes resolved; broken ones stay as they are. */
function percentDecoded(text: string): Buffer {
  const pieces = text.split(/(%[0-9A-Fa-f]{2})/);
  return Buffer.concat(
    pieces.map((piece) => (/^%[0-9A-Fa-f]{2}$/.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece))),
  );
}

/** UTF-8 bytes, as header lines are written a byte a character; control characters would break the line. */
function headerSafe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into a header
  const plain = text.replace(/[\x00-\x1f\x7f]/g, encodeURIComponent);
  return Buffer.from(plain, 'utf8').toString('latin1');
}
