/** The environments in which services are tested: the embedded profile, and the cluster where its servers are named. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@plinth/database';
import { variables } from '@plinth/definitions';
import type { Environment, Profile } from '@plinth/service';

const { database, redis, nats } = variables;
const servers = [
  database.host,
  database.port,
  database.schema,
  database.user,
  database.password,
  redis.host,
  redis.port,
  nats.url,
];

/** One a profile. Each call has a folder and subjects of its own, so that tests do not hear of each other. */
export function testEnvironments(given: Environment, more: Environment = {}): [Profile, Environment][] {
  const common = () => ({
    _APP_ENV: 'development',
    _APP_DATA: mkdtempSync(join(tmpdir(), 'plinth-')),
    _APP_LOG_LEVEL: 'error',
    _APP_OPENSSL_KEY_V1: 'a key for tests',
    _APP_NATS_PREFIX: `t${newId()}`,
    // The streams of a stage stay behind, and a server sets aside what each may hold.
    _APP_NATS_MAX_BYTES: '1048576',
    ...more,
  });
  const environments: [Profile, Environment][] = [['embedded', { ...common(), _APP_PROFILE: 'embedded' }]];
  if (given[database.host.name]) {
    const named = Object.fromEntries(servers.map(({ name }) => [name, given[name]]));
    environments.push(['cluster', { ...common(), ...named, _APP_PROFILE: 'cluster' }]);
  }
  return environments;
}
