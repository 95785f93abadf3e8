import { createHash } from 'node:crypto';

/** A Lua script and the name under which the server keeps it. */
export interface Script {
  readonly source: string;
  readonly sha: string;
}

const script = (source: string): Script => ({ source, sha: createHash('sha1').update(source).digest('hex') });

/** Expiries come as milliseconds from now, not as times: the clocks of server and client may differ. */
const takeFunction = `
local function take(key, limit, milliseconds)
  local count = tonumber(redis.call('GET', key) or '0')
  if count >= limit then return 0, count end
  if redis.call('EXISTS', key) == 1 then redis.call('INCR', key)
  elseif milliseconds > 0 then redis.call('SET', key, 1, 'PX', milliseconds) end
  return 1, count
end
`;

export const scripts = {
  /** KEYS: counter. ARGV: limit, milliseconds. */
  take: script(`${takeFunction}
return { take(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])) }
`),
  /** KEYS: value, generation, counters. ARGV: limit and milliseconds of each counter. */
  snapshot: script(`${takeFunction}
local reply = { redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) or '0' }
local taken = 1
for i = 3, #KEYS do
  local count
  if taken == 1 then taken, count = take(KEYS[i], tonumber(ARGV[2 * i - 5]), tonumber(ARGV[2 * i - 4]))
  else count = tonumber(redis.call('GET', KEYS[i]) or '0') end
  reply[#reply + 1] = taken
  reply[#reply + 1] = count
end
return reply
`),
  /** KEYS: value, generation. ARGV: expected generation, text, milliseconds. */
  keepSnapshot: script(`
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
if tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) else redis.call('UNLINK', KEYS[1]) end
return 1
`),
  /** KEYS: value and generation, alternating. ARGV: the new generation, its milliseconds. */
  raise: script(`
for i = 1, #KEYS, 2 do
  redis.call('SET', KEYS[i + 1], ARGV[1], 'PX', ARGV[2])
  redis.call('UNLINK', KEYS[i])
end
return 1
`),
  /** KEYS: counter. ARGV: milliseconds. */
  increment: script(`
local count = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return count
`),
  /** KEYS: lock. ARGV: token, milliseconds. */
  extend: script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`),
  /** KEYS: lock. ARGV: token. */
  release: script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])
`),
};
