import type { CounterResult } from '@plinth/cache';
import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';
import type { RateLimit } from '../labels.js';

/**
 * Fixed windows aligned to the epoch, one counter a filled key and window. The headers tell of the tightest key, to
 * exempt callers too. Source: http.md §8.
 */
export async function limitRate(call: Call): Promise<void> {
  const limit = call.route.rateLimit;
  if (!limit || limit.limit === 0) return;
  const milliseconds = limit.seconds * 1000;
  const resetAt = (Math.floor(Date.now() / milliseconds) + 1) * milliseconds;
  const exempt = call.actor.isServer || !call.connections.config.general.abuse || call.isCounted;
  let count = 0;
  let refused = false;
  if (!exempt) {
    call.isCounted = true;
    for (const { template, most } of countersOf(limit)) {
      const key = `rate:${call.project.internalId}:${call.route.name}:${fill(template, call)}:${resetAt}`;
      const result = await take(call, { key, limit: most, resetAt });
      if (most === limit.limit) count = Math.max(count, result.count);
      if (!result.taken) {
        count = limit.limit;
        refused = true;
        break;
      }
    }
  }
  call.header('X-RateLimit-Limit', String(limit.limit));
  call.header('X-RateLimit-Remaining', String(Math.max(0, limit.limit - count - 1)));
  call.header('X-RateLimit-Reset', String(resetAt / 1000));
  if (refused) throw new AppError('general_rate_limit_exceeded');
}

/** So many more than from one sender to one account may come from one sender to all accounts. */
const OUTER_FACTOR = 100;

/**
 * The counters of a limit. Where one counts by what a request names, whoever names another value each time would never
 * meet it: their address is counted too, up to a larger number, as many people may share one.
 */
function countersOf({ keys, limit }: RateLimit): { template: string; most: number }[] {
  const counters = keys.map((template) => ({ template, most: limit }));
  const isOpen = keys.some((template) => template.includes('{param-')) && !keys.some((key) => key.endsWith('ip:{ip}'));
  return isOpen ? [...counters, { template: 'all:{ip}', most: limit * OUTER_FACTOR }] : counters;
}

async function take(call: Call, counter: { key: string; limit: number; resetAt: number }): Promise<CounterResult> {
  try {
    return await call.connections.cache.take(counter);
  } catch (error) {
    // Counters are worth less than answers: a lost cache must not close the API.
    call.connections.log.warn({ error }, 'a rate counter could not be taken');
    return { taken: true, count: 0 };
  }
}

function fill(template: string, { actor, sender, request, route, raw }: Call): string {
  return template.replace(/\{([\w-]+)\}/g, (placeholder, name: string) => {
    switch (name) {
      case 'userId':
        return actor.user?.id ?? '';
      case 'userAgent':
        return request.headers['user-agent'] ?? '';
      case 'ip':
        return sender.ip;
      case 'url':
        // Without the host, which is the sender's to choose: another one each time would be another counter.
        return route.fullPath;
      case 'method':
        return request.method;
    }
    if (!name.startsWith('param-')) return placeholder;
    const value = Object.hasOwn(raw, name.slice(6)) ? raw[name.slice(6)] : undefined;
    // Requests without the value share no counter: each sender has its own.
    if (value === undefined || value === null || value === '') return sender.ip;
    return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
  });
}
