import type { Cache } from '../cache.js';
import type { RedisCacheOptions } from './redis.js';

/** Opens a cache that all processes share. The driver is loaded with it: an embedded process never pays for it. */
export async function openRedisCache(options: RedisCacheOptions): Promise<Cache> {
  const redis = await import('./redis.js');
  return redis.openRedisCache(options);
}
