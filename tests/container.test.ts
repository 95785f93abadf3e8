/** The image itself: built as an operator builds it, and two of its services run from it. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Engine, makeBase, makeContext, startEngine, succeed } from './engine.js';
import { eventually, freePort, inDatabase } from './stack.js';

// Ends what hangs: two minutes are usual on two busy cores.
const BUILD_MS_MAX = 480_000;
const RUN_MS_MAX = 90_000;

const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const image = `plinth:${version}`;
const hasServers = Boolean(process.env._APP_DB_HOST);

const started = hasServers ? await startEngine() : { reason: 'the private servers are not there' };

if ('reason' in started) {
  describe('container', () => {
    // Without an engine there is nothing to build or to run; the only test that may be left out.
    test.skip(`the image is built and runs (${started.reason})`, () => undefined);
  });
} else {
  describe('container', () => testImage(started.engine));
}

function testImage(engine: Engine): void {
  const prefix = `c${randomBytes(5).toString('hex')}`;
  const schema = `plinth_${prefix}`;
  const ports = { api: 0, apiMetrics: 0, auditsMetrics: 0 };

  beforeAll(async () => {
    await inDatabase(`CREATE DATABASE ${schema}`);
    for (const name of ['api', 'apiMetrics', 'auditsMetrics'] as const) ports[name] = await freePort();
    await makeBase(engine, baseName());
    const context = await makeContext(engine);
    const options = ['--network', 'none', '--build-arg', 'OFFLINE=1', '--tag', image];
    await succeed(engine.docker('build', ...options, '--file', join(context, 'deploy/Dockerfile'), context));
  }, BUILD_MS_MAX);

  afterAll(async () => {
    await engine.stop();
    await inDatabase(`DROP DATABASE ${schema}`);
  }, RUN_MS_MAX);

  test('the image is not of root, serves the API when nothing else is said, and can write its volumes', async () => {
    const { text } = await succeed(engine.docker('image', 'inspect', image));
    const [{ Config: config }] = JSON.parse(text) as [{ Config: Record<string, unknown> }];
    expect(config).toMatchObject({ User: '1000:1000', Cmd: ['api'], ExposedPorts: { '80/tcp': {} } });
    const written =
      'for folder in /storage /storage/config /storage/certificates; do : > $folder/probe || exit 1; done';
    await succeed(once('sh', '-c', written));
  });

  test('the image carries no sources, no tools of development and no packages to install from', async () => {
    const listed =
      'cd /opt/plinth && ls -d packages/*/src services/*/src tests node_modules/typescript vendor /opt/offline';
    const { text } = await once('sh', '-c', `${listed} 2>/dev/null; true`);
    expect(text).toBe('');
  });

  test("the operator's commands are on the path", async () => {
    const { text } = await succeed(once('vars'));
    expect(text).toContain('- _APP_DATA=/storage\n');
    expect(text).toContain('- PORT=80\n');
    expect(await once('plinth', 'dance')).toMatchObject({ code: 1, text: expect.stringContaining('dance') });
  });

  test('without a secret of its own a service does not start, and says which', async () => {
    const result = await once('sh', '-c', '_APP_PROFILE=cluster exec api');
    expect(result.code).toBe(1);
    expect(result.text).toContain('_APP_OPENSSL_KEY_V1');
  });

  test(
    'the API and a worker run from it against real servers, and stop cleanly when told to',
    async () => {
      await start('api', { PORT: String(ports.api), _APP_METRICS_PORT: String(ports.apiMetrics) });
      await start('worker-audits', { _APP_METRICS_PORT: String(ports.auditsMetrics) });
      for (const [name, port] of [
        ['api', ports.apiMetrics],
        ['worker-audits', ports.auditsMetrics],
      ] as const) {
        await answers(name, port, '/healthz');
        await answers(name, port, '/readyz');
      }
      const response = await fetch(`http://127.0.0.1:${ports.api}/v1/health/version`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
      expect(await linesOf('worker-audits')).toContainEqual(
        expect.objectContaining({ service: 'audits', message: 'ready', profile: 'cluster' }),
      );
      // After ten seconds the engine would kill them, which leaves code 137.
      await succeed(engine.docker('stop', '--time', '10', 'api', 'worker-audits'));
      for (const name of ['api', 'worker-audits']) {
        const { text } = await succeed(engine.docker('inspect', '--format', '{{.State.ExitCode}}', name));
        expect(`${name} ${text.trim()}`).toBe(`${name} 0`);
        expect(await linesOf(name)).toContainEqual(expect.objectContaining({ message: 'stopped' }));
      }
    },
    RUN_MS_MAX,
  );

  function once(...command: string[]) {
    return engine.docker('run', '--rm', '--network', 'none', image, ...command);
  }

  /** As the compose file has them run: without capabilities, and named by their command. */
  function start(command: string, own: Readonly<Record<string, string>>) {
    const servers = Object.entries(process.env).filter(([name]) => /^_APP_(DB|REDIS|NATS)_/.test(name));
    const env = {
      ...Object.fromEntries(servers),
      _APP_PROFILE: 'cluster',
      _APP_OPENSSL_KEY_V1: 'a key for the tests of the image',
      _APP_DB_SCHEMA: schema,
      _APP_NATS_PREFIX: prefix,
      _APP_NATS_MAX_BYTES: '8388608',
      _APP_HOST: '127.0.0.1',
      _APP_METRICS_HOST: '127.0.0.1',
      ...own,
    };
    const given = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const limits = ['--network', 'host', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    return succeed(engine.docker('run', '--detach', '--name', command, ...limits, ...given, image, command));
  }

  async function answers(name: string, port: number, path: string): Promise<void> {
    let said = '';
    await eventually(
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
        if (response?.status === 200) return true;
        said = (await engine.docker('logs', name)).text;
        return false;
      },
      `${name} does not answer ${path}`,
      () => said,
    );
  }

  async function linesOf(name: string): Promise<unknown[]> {
    const { text } = await succeed(engine.docker('logs', name));
    return text.trim().split('\n').map(parseLine);
  }
}

/** What is not a line of the log stays text, so that a failure shows it. */
function parseLine(line: string): unknown {
  return line.startsWith('{') ? JSON.parse(line) : line;
}

function baseName(): string {
  const name = /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'))?.[1];
  if (name === undefined) throw new Error('The Dockerfile names no base image.');
  return name;
}
