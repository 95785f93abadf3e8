export {
  type Cache,
  CacheUnavailableError,
  type CounterRequest,
  type CounterResult,
  type Lock,
  type MaybePromise,
  type Snapshot,
} from './cache.js';
export { type MemoryCacheOptions, openMemoryCache } from './memory/memory.js';
export { openRedisCache } from './redis/open.js';
export type { RedisCacheOptions } from './redis/redis.js';
