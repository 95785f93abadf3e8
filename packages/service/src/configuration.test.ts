import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, checkSecrets, type Environment, profileOf, readConfiguration } from './configuration.js';

const faultsOf = (env: Environment): readonly string[] => {
  try {
    readConfiguration(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

describe('the configuration', () => {
  it('is the defaults where the environment says nothing or empty text', () => {
    const { config, present } = readConfiguration({ _APP_REDIS_HOST: '', _APP_REDIS_PORT: '' });
    expect([config.redis.host, config.redis.port, config.general.abuse]).toEqual(['redis', 6379, true]);
    expect(config.functions.runtimes).toContain('node-16.0');
    expect([...present]).toEqual([]);
  });

  it.each([
    ['text as it is', { _APP_REDIS_PASS: ' p@ss:% ' }, ({ redis }) => redis.password, ' p@ss:% '],
    ['a whole number', { _APP_STORAGE_LIMIT: ' 500 ' }, ({ storage }) => storage.limit, 500],
    ['a port', { _APP_REDIS_PORT: '16379' }, ({ redis }) => redis.port, 16379],
    ['a switch in words', { _APP_OPTIONS_ABUSE: 'disabled' }, ({ general }) => general.abuse, false],
    ['a switch in other words', { _APP_OPTIONS_FORCE_HTTPS: 'True' }, ({ general }) => general.forceHttps, true],
    ['a choice in any case', { _APP_STORAGE_DEVICE: 'DOSpaces' }, ({ storage }) => storage.device, 'dospaces'],
    [
      'a list',
      { _APP_TRUSTED_PROXIES: ' 10.0.0.0/8,, ::1 ' },
      ({ server }) => server.trustedProxies,
      ['10.0.0.0/8', '::1'],
    ],
    ['an address', { _APP_SMS_MOCK_URL: 'http://mock:1/x' }, ({ sms }) => sms.mockUrl, 'http://mock:1/x'],
  ] as const satisfies readonly (readonly [string, Environment, (config: Config) => unknown, unknown])[])(
    'reads %s',
    (_, env, pick, expected) => {
      const { config, present } = readConfiguration(env);
      expect(pick(config)).toEqual(expected);
      expect([...present]).toEqual(Object.keys(env));
    },
  );

  it('cannot be changed', () => {
    const { config } = readConfiguration({ _APP_TRUSTED_PROXIES: '::1' });
    for (const part of [config, config.redis, config.server.trustedProxies, config.functions.runtimes]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('reports all faults together, each with name, what was given and what is allowed', () => {
    const faults = faultsOf({
      _APP_REDIS_PORT: '70000',
      _APP_OPTIONS_ABUSE: 'maybe',
      _APP_STORAGE_LIMIT: '1.5',
      _APP_SHUTDOWN_SECONDS: '-1',
      _APP_SMTP_SECURE: 'starttls',
      _APP_SMS_MOCK_URL: 'mock',
      _APP_NATS_MAX_BYTES: '9007199254740993',
    });
    expect(faults).toHaveLength(7);
    expect(faults).toContain('_APP_REDIS_PORT is "70000"; it has to be a whole number from 0 to 65535.');
    expect(faults).toContain('_APP_OPTIONS_ABUSE is "maybe"; it has to be `enabled` or `disabled`.');
    expect(faults).toContain('_APP_SHUTDOWN_SECONDS is "-1"; it has to be a whole number of at least 0.');
    expect(faults).toContain('_APP_SMTP_SECURE is "starttls"; it has to be one of nothing, `tls`, `ssl`.');
    expect(faults.find((fault) => fault.startsWith('_APP_SMS_MOCK_URL'))).toContain('an address such as');
  });

  it('says all of it in the message of the error', () => {
    expect(() => readConfiguration({ PORT: 'x', _APP_DB_PORT: 'y' })).toThrow(/faults:\n- .*PORT.*\n- .*_APP_DB_PORT/s);
  });

  it('does not refuse because of a variable that nobody uses', () => {
    expect(readConfiguration({ _APP_WORKER_PER_CORE: 'many' }).config.general.workerPerCore).toBe(6);
  });

  it('cuts what is too long to show', () => {
    expect(faultsOf({ PORT: '9'.repeat(5_000) })[0]?.length).toBeLessThan(200);
  });
});

describe('the profile', () => {
  const profile = (env: Environment) => {
    const { config, present } = readConfiguration(env);
    return profileOf(config, present);
  };

  it('is embedded unless one of the servers is named', () => {
    expect(profile({})).toBe('embedded');
    expect(profile({ _APP_REDIS_HOST: '' })).toBe('embedded');
    expect(profile({ _APP_DB_HOST: 'mariadb' })).toBe('cluster');
    expect(profile({ _APP_NATS_URL: 'nats://localhost:4222' })).toBe('cluster');
  });

  it('is what the environment asks for, whatever else is named', () => {
    expect(profile({ _APP_PROFILE: 'embedded', _APP_DB_HOST: 'mariadb' })).toBe('embedded');
    expect(profile({ _APP_PROFILE: 'cluster' })).toBe('cluster');
  });
});

describe('a published secret', () => {
  const faults = (env: Environment) => {
    const { config, present } = readConfiguration(env);
    return checkSecrets(config, present);
  };

  it.each<[string, Environment, number]>([
    ['refused in production on a cluster', { _APP_PROFILE: 'cluster' }, 1],
    [
      'refused when it is given in so many words',
      { _APP_PROFILE: 'cluster', _APP_OPENSSL_KEY_V1: 'your-secret-key' },
      1,
    ],
    ['allowed in development', { _APP_PROFILE: 'cluster', _APP_ENV: 'development' }, 0],
    ['allowed when embedded, which makes its own', {}, 0],
    ['no matter once it is replaced', { _APP_PROFILE: 'cluster', _APP_OPENSSL_KEY_V1: 'a'.repeat(64) }, 0],
  ])('is %s', (_, env, count) => {
    expect(faults(env)).toHaveLength(count);
    for (const fault of faults(env)) expect(fault).toContain('_APP_OPENSSL_KEY_V1');
  });
});

type Config = ReturnType<typeof readConfiguration>['config'];
