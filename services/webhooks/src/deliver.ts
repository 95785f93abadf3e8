/** One attempt to deliver a job, and what follows from its outcome. Source: webhooks.md §3. */
import { randomBytes } from 'node:crypto';
import { type Delivery, type Handler, PermanentError, RetryLater } from '@plinth/bus';
import { CONSOLE_NUMBER, type Connections } from '@plinth/core';
import type { SystemRow } from '@plinth/database';
import { messages, type WebhookJob } from '@plinth/definitions';
import { Circuits } from './circuits.js';
import type { Limits } from './limits.js';
import { headersOf } from './request.js';
import { isDelivered, type Sender } from './sender.js';
import { Turns } from './turns.js';

type Webhook = SystemRow<'webhooks'>;

/** Delays are spread by a fifth, so that what failed together does not come back together. */
const JITTER = 0.2;
const SUFFIX_BYTES = 6;

export function deliverer(connections: Connections, sender: Sender, limits: Limits): Handler<WebhookJob> {
  const { store, bus, secrets, config, metrics } = connections;
  const attemptsMax = config.webhooks.maxAttempts;
  const hosts = new Turns(limits.perHost);
  const requests = new Turns(1);
  const circuits = new Circuits(limits);
  const delivered = metrics.counter('webhooks_delivered_total', 'Deliveries that their receivers took.');
  const failed = metrics.counter('webhooks_failed_total', 'Attempts that failed.');
  const seconds = metrics.histogram('webhooks_seconds', 'Seconds from a request to its answer.');

  /** The webhook as it is now; null when it is gone and has nothing to hear any more. */
  async function find({ webhookId, project }: WebhookJob): Promise<Webhook | null> {
    const webhook = await store.in(CONSOLE_NUMBER).get('webhooks', webhookId);
    return webhook?.projectInternalId === project ? webhook : null;
  }

  /** Puts the job off without using up an attempt. */
  async function putOff(job: WebhookJob, { attempt }: Delivery): Promise<void> {
    const message = {
      // The row of this delivery goes when it is done: the one that waits must not share its ID.
      id: `${job.delivery}/${randomBytes(SUFFIX_BYTES).toString('hex')}`,
      name: messages.webhook.name,
      key: '',
      body: JSON.stringify(job),
      due: Date.now() + limits.returnMilliseconds,
      attempts: attempt - 1,
    };
    await store.messages.insert([message]);
    await bus.publish([message]);
  }

  function retry(attempt: number, reason: string, cause?: unknown): RetryLater {
    const delay = limits.delaysSeconds[Math.min(attempt, limits.delaysSeconds.length) - 1] ?? 1;
    const spread = 1 - JITTER + 2 * JITTER * Math.random();
    return new RetryLater(delay * spread, reason, cause === undefined ? undefined : { cause });
  }

  async function attempt(webhook: Webhook, url: URL, job: WebhookJob): Promise<void> {
    const body = Buffer.from(job.sealed ? secrets.open(job.payload) : job.payload);
    const headers = headersOf(webhook, job, body, config.general.systemSecurityEmailAddress);
    const started = performance.now();
    try {
      const status = await sender.send({ url, headers, body, verify: webhook.security });
      if (!isDelivered(status)) throw new Error(`${url.host} answered with the status ${status}.`);
      delivered.add();
    } catch (error) {
      failed.add();
      throw error;
    } finally {
      seconds.observe((performance.now() - started) / 1000);
    }
  }

  async function tryOnce(webhook: Webhook, url: URL, job: WebhookJob, delivery: Delivery): Promise<void> {
    const circuit = `${webhook.$id} ${webhook.url}`;
    const isLast = delivery.attempt >= attemptsMax;
    // The last attempt is always made: nothing is given up on the word of others' failures alone.
    if (!circuits.allows(circuit) && !isLast)
      throw retry(delivery.attempt, `${url.host} failed so often that it is only probed now and then.`);
    try {
      await attempt(webhook, url, job);
      circuits.succeeded(circuit);
    } catch (error) {
      circuits.failed(circuit);
      if (isLast || error instanceof PermanentError) await countFailure(webhook);
      throw error instanceof PermanentError ? error : retry(delivery.attempt, reasonOf(error, url), error);
    }
    if (webhook.failures > 0) await forgetFailures(webhook);
  }

  const countFailure = ({ $id }: Webhook) =>
    store.write((transaction) => transaction.in(CONSOLE_NUMBER).add('webhooks', $id, 'failures', 1));

  const forgetFailures = ({ $id, failures }: Webhook) =>
    store.write((transaction) => transaction.in(CONSOLE_NUMBER).add('webhooks', $id, 'failures', -failures));

  return async (job, delivery) => {
    // Queued up before anything is awaited, so that the order of the messages is the order of the turns.
    const isOrdered = delivery.attempt === 1 && job.request !== undefined;
    const turn = isOrdered ? requests.take(`${job.webhookId}:${job.request}`) : null;
    try {
      const webhook = await find(job);
      if (!webhook) return;
      const deadline = Date.now() + limits.waitMilliseconds;
      if (turn && !(await turn.come(limits.waitMilliseconds))) return await putOff(job, delivery);
      const url = new URL(webhook.url);
      const place = hosts.take(url.host);
      try {
        if (!(await place.come(Math.max(deadline - Date.now(), 0)))) return await putOff(job, delivery);
        await delivery.progress();
        await tryOnce(webhook, url, job, delivery);
      } finally {
        place.end();
      }
    } finally {
      turn?.end();
    }
  };
}

const reasonOf = (error: unknown, { host }: URL): string =>
  error instanceof Error ? error.message || `${host}: ${error.name}` : `${host} could not be reached.`;
