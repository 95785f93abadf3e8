/**
 * The table that route tests are written in. Every scenario runs through the whole pipeline, without a socket, on the
 * embedded profile and, where the servers' variables are set, on the cluster profile; each has a project of its own.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connections, connect, encodeSession, newSecret, sessionCookieName, sha256 } from '@plinth/core';
import { isoTime, newId, type SystemRow } from '@plinth/database';
import {
  broadcasts,
  type Change,
  eventNames,
  keyScopes,
  messages,
  permission,
  type RealtimeMessage,
  team as teamRole,
} from '@plinth/definitions';
import { makeRequest, type Reply, replyJson } from '@plinth/http';
import { start } from '@plinth/service';
import { type Api, createApi } from './handler.js';
import type { Route } from './route.js';
import { routes } from './routes/index.js';
import { membershipGrants, teamGrants } from './routes/teams/team.js';

export interface Person {
  readonly id: string;
  readonly internalId: number;
  readonly email: string;
  readonly sessionId: string;
  readonly cookie: string;
  readonly secret: string;
}

/** A change as it was stored, with all names of its event, and what open sockets heard of it. */
export interface HeardChange extends Change {
  readonly events: readonly string[];
  readonly realtime: {
    readonly project: number;
    readonly roles: readonly string[];
    readonly channels: readonly string[];
    payload: unknown;
  } | null;
}

/** What a scenario finds: a project with a key and two users, and its owner on the console. */
export interface World {
  readonly connections: Connections;
  readonly api: Api;
  readonly project: SystemRow<'projects'>;
  readonly key: string;
  readonly keyId: string;
  readonly teamId: string;
  readonly user: Person;
  readonly other: Person;
  readonly owner: Person;
  /** Changes committed since the call began, oldest first. */
  readonly changes: HeardChange[];
  /** Jobs committed since then, by queue name. */
  readonly jobs: { name: string; body: unknown }[];
  /** Calls another route on the way. */
  call(request: CallRequest): Promise<Answer>;
}

export type Caller = 'guest' | 'user' | 'other' | 'key' | 'admin' | 'consoleUser' | 'consoleOther';

export interface CallRequest {
  readonly method: string;
  readonly path: string;
  readonly as?: Caller;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly project?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** The body as it was sent. */
  readonly text: string;
  readonly headers: Reply['headers'];
}

export interface Scenario {
  readonly name: string;
  readonly as?: Caller;
  readonly params?: Readonly<Record<string, unknown>> | ((world: World) => Readonly<Record<string, unknown>>);
  readonly headers?: Readonly<Record<string, string>> | ((world: World) => Readonly<Record<string, string>>);
  /** Sent instead of the parameters. */
  readonly rawBody?: string;
  readonly project?: string;
  /** Runs before the call; its changes are not looked at. */
  readonly given?: (world: World) => Promise<unknown>;
  readonly expect: {
    readonly status: number;
    readonly type?: string;
    readonly body?: Readonly<Record<string, unknown>> | ((world: World) => Readonly<Record<string, unknown>>);
    readonly headers?: Readonly<Record<string, unknown>>;
    /** First name of every change with an event, in order. Absent: a refusal must have sent nothing. */
    readonly events?: readonly string[] | ((world: World) => readonly string[]);
    readonly jobs?: readonly string[];
  };
  readonly after?: (world: World, answer: Answer) => Promise<unknown>;
}

type ProfileName = 'embedded' | 'cluster';
const profiles: readonly ProfileName[] = process.env._APP_DB_HOST ? ['embedded', 'cluster'] : ['embedded'];
const SERVERS = [
  '_APP_DB_HOST',
  '_APP_DB_PORT',
  '_APP_DB_SCHEMA',
  '_APP_DB_USER',
  '_APP_DB_PASS',
  '_APP_REDIS_HOST',
  '_APP_REDIS_PORT',
  '_APP_NATS_URL',
];

export interface Stage {
  readonly connections: Connections;
  readonly api: Api;
  readonly recorded: { id: string; name: string; body: string }[];
  /** What sockets would have been told. */
  readonly frames: RealtimeMessage[];
  stop(): Promise<void>;
}

/** Opens a profile for tests; committed messages are recorded instead of published. */
export async function openStage(
  profile: ProfileName,
  environment: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const servers =
    profile === 'cluster' ? Object.fromEntries(SERVERS.map((name) => [name, process.env[name] ?? ''])) : {};
  const env = {
    _APP_ENV: 'development',
    _APP_PROFILE: profile,
    _APP_DATA: mkdtempSync(join(tmpdir(), 'plinth-')),
    _APP_LOG_LEVEL: 'error',
    _APP_OPENSSL_KEY_V1: 'a key for tests',
    _APP_ARGON2_MEMORY_KIB: '1024',
    _APP_ARGON2_TIME: '1',
    _APP_CONSOLE_WHITELIST_ROOT: 'disabled',
    _APP_OPTIONS_ABUSE: 'disabled',
    _APP_SMTP_HOST: 'smtp.test',
    // Nothing is published here, so all stages share their streams: each set of them would take its bytes for good.
    _APP_NATS_PREFIX: 'scenarios',
    _APP_NATS_MAX_BYTES: '1048576',
    ...servers,
    ...environment,
  };
  const recorded: Stage['recorded'] = [];
  let opened: Connections | undefined;
  const started = await start(
    {
      name: 'test',
      async start(connections: Connections) {
        opened = connections;
        return async () => undefined;
      },
    },
    connect,
    env,
  );
  if (!opened) throw new Error('The connections were not opened.');
  const frames: Stage['frames'] = [];
  const { bus } = opened;
  const broadcast: typeof bus.broadcast = bus.broadcast.bind(bus);
  bus.broadcast = (channel, subject, body) => {
    if (channel.name === broadcasts.realtime.name) frames.push(body as RealtimeMessage);
    broadcast(channel, subject, body);
  };
  const committedIds: string[] = [];
  const connections: Connections = {
    ...opened,
    publish(committed) {
      recorded.push(...committed);
      committedIds.push(...committed.map(({ id }) => id));
    },
  };
  return {
    connections,
    api: createApi(routes, connections),
    recorded,
    frames,
    async stop() {
      // Nobody works on them, and a relay of another test would.
      await connections.store.messages.remove(committedIds);
      await started.stop();
    },
  };
}

/** A user with a live session, straight in the store. */
export async function makePerson({ store }: Connections, project: number, projectId: string): Promise<Person> {
  const id = newId();
  const secret = newSecret();
  const email = `${id}@person.test`;
  const sessionId = newId();
  const { value: user } = await store.write(async (transaction) => {
    const writer = transaction.in(project);
    const row = await writer.create('users', {
      $id: id,
      $permissions: [],
      email,
      name: 'A person',
      registration: isoTime(),
      passwordUpdate: isoTime(),
      prefs: {},
      search: `${id} ${email}`,
    });
    await writer.create('sessions', {
      $id: sessionId,
      $permissions: [],
      userId: id,
      userInternalId: row.$internalId,
      provider: 'email',
      providerUid: email,
      secret: sha256(secret),
      countryCode: '--',
    });
    return row;
  });
  const cookie = `${sessionCookieName(projectId)}=${encodeURIComponent(encodeSession({ userId: id, secret }))}`;
  return { id, internalId: user.$internalId, email, sessionId, cookie, secret };
}

/** Gives a person a membership with these roles in a team. */
export async function joinTeam(
  { store }: Connections,
  project: number,
  person: Person,
  team: { id: string; internalId: number },
  roles: string[],
): Promise<string> {
  const id = newId();
  await store.write((transaction) =>
    transaction.in(project).create('memberships', {
      $id: id,
      $permissions: membershipGrants(team.id, person.id),
      userId: person.id,
      userInternalId: person.internalId,
      teamId: team.id,
      teamInternalId: team.internalId,
      roles,
      invited: isoTime(),
      joined: isoTime(),
      confirm: true,
      search: id,
    }),
  );
  return id;
}

export async function makeWorld({ connections, api, recorded, frames }: Stage): Promise<World> {
  const { store } = connections;
  const owner = await makePerson(connections, 0, 'console');
  const consoleOther = await makePerson(connections, 0, 'console');
  const teamId = newId();
  const key = newSecret();
  const keyId = newId();
  const projectId = newId();
  const { value: project } = await store.write(async (transaction) => {
    const owned = transaction.in(0);
    const team = await owned.create('teams', {
      $id: teamId,
      $permissions: teamGrants(teamId),
      name: 'Team',
      total: 1,
      prefs: {},
      search: teamId,
    });
    const permissions = [
      permission('read', teamRole(teamId)),
      ...['owner', 'developer'].flatMap((role) => [
        permission('update', teamRole(teamId, role)),
        permission('delete', teamRole(teamId, role)),
      ]),
    ];
    const row = await owned.create('projects', {
      $id: projectId,
      $permissions: permissions,
      teamId,
      teamInternalId: team.$internalId,
      name: 'Project',
      region: 'default',
      auths: {},
      services: {},
      search: projectId,
    });
    await owned.create('keys', {
      $id: keyId,
      $permissions: [],
      projectId,
      projectInternalId: row.$internalId,
      name: 'Key',
      scopes: [...keyScopes],
      secret: key,
      secretHash: sha256(key),
      sdks: [],
    });
    await owned.create('platforms', {
      $id: newId(),
      $permissions: [],
      projectId,
      projectInternalId: row.$internalId,
      type: 'web',
      name: 'Web',
      hostname: 'app.test',
      key: '',
      store: '',
    });
    return row;
  });
  await joinTeam(connections, 0, owner, { id: teamId, internalId: project.teamInternalId }, ['owner']);
  const user = await makePerson(connections, project.$internalId, projectId);
  const other = await makePerson(connections, project.$internalId, projectId);
  const headersOf = (as: Caller): Record<string, string> => {
    switch (as) {
      case 'guest':
        return {};
      case 'user':
        return { cookie: user.cookie };
      case 'other':
        return { cookie: other.cookie };
      case 'key':
        return { 'x-appwrite-key': key };
      case 'admin':
        return { cookie: owner.cookie, 'x-appwrite-mode': 'admin' };
      case 'consoleUser':
        return { cookie: owner.cookie, 'x-appwrite-project': 'console' };
      case 'consoleOther':
        return { cookie: consoleOther.cookie, 'x-appwrite-project': 'console' };
    }
  };
  return {
    connections,
    api,
    project,
    key,
    keyId,
    teamId,
    user,
    other,
    owner,
    get changes() {
      return recorded.filter(({ name }) => name === messages.change.name).map(({ body }) => heard(body, frames));
    },
    get jobs() {
      return recorded
        .filter(({ name }) => name !== messages.change.name)
        .map(({ name, body }) => ({ name, body: JSON.parse(body) as unknown }));
    },
    async call({ method, path, as = 'guest', body, headers = {}, project: named = projectId }) {
      const reply = await api.handle(
        makeRequest({
          method,
          target: path,
          body,
          headers: { 'x-appwrite-project': named, ...headersOf(as), ...headers },
        }),
      );
      return {
        status: reply.status,
        body: isPage(reply) ? {} : ((replyJson(reply) ?? {}) as Record<string, unknown>),
        text: reply.body?.toString() ?? '',
        headers: reply.headers,
      };
    },
  };
}

const isPage = ({ headers }: Reply): boolean => String(headers['Content-Type'] ?? '').startsWith('text/html');

/** The request of a route with these parameters: path placeholders filled, the rest as query or body. */
export function requestOf(
  route: Route,
  params: Readonly<Record<string, unknown>>,
): { method: string; path: string; body?: unknown } {
  const rest: Record<string, unknown> = { ...params };
  const path = route.fullPath.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value ?? ''));
  });
  if (route.method !== 'GET') return { method: route.method, path, body: rest };
  const pairs = Object.entries(rest).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((entry) => `${name}[]=${encodeURIComponent(String(entry))}`)
      : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return { method: 'GET', path: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path };
}

/** Runs `tests` once a profile, with a stage that is open meanwhile. */
export function onBothProfiles(
  name: string,
  tests: (stage: () => Stage) => void,
  environment: Readonly<Record<string, string>> = {},
): void {
  describe.each(profiles)(`${name} (%s)`, (profile) => {
    let stage: Stage | undefined;
    beforeAll(async () => {
      stage = await openStage(profile, environment);
    });
    afterAll(async () => {
      await stage?.stop();
    });
    tests(() => {
      if (!stage) throw new Error('The stage is not open.');
      return stage;
    });
  });
}

export function scenarios(
  route: Route,
  table: readonly Scenario[],
  environment: Readonly<Record<string, string>> = {},
): void {
  onBothProfiles(
    route.name,
    (stage) => {
      for (const scenario of table) it(scenario.name, () => play(route, scenario, stage()));
    },
    environment,
  );
}

function heard(body: string, frames: readonly RealtimeMessage[]): HeardChange {
  const change = JSON.parse(body) as Change;
  const events = eventNames(change);
  for (const { project, roles, channels, frame } of frames) {
    const { data } = JSON.parse(frame) as { data: { events: string[]; payload: unknown } };
    if (data.events[0] === events[0])
      return { ...change, events, realtime: { project, roles, channels, payload: data.payload } };
  }
  return { ...change, events, realtime: null };
}

async function play(route: Route, scenario: Scenario, stage: Stage): Promise<void> {
  const world = await makeWorld(stage);
  await scenario.given?.(world);
  stage.recorded.length = 0;
  stage.frames.length = 0;
  const params = typeof scenario.params === 'function' ? scenario.params(world) : (scenario.params ?? {});
  const request = requestOf(route, params);
  const headers = typeof scenario.headers === 'function' ? scenario.headers(world) : (scenario.headers ?? {});
  const answer = await world.call({
    ...request,
    ...(scenario.rawBody === undefined ? {} : { body: scenario.rawBody }),
    as: scenario.as ?? 'guest',
    headers: scenario.rawBody === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(scenario.project ? { project: scenario.project } : {}),
  });
  const wanted = scenario.expect;
  expect({ status: answer.status, type: answer.body.type }).toEqual(
    wanted.type
      ? { status: wanted.status, type: wanted.type }
      : { status: wanted.status, type: answer.status >= 400 ? undefined : answer.body.type },
  );
  if (wanted.body)
    expect(answer.body).toMatchObject(typeof wanted.body === 'function' ? wanted.body(world) : wanted.body);
  if (wanted.headers) expect(answer.headers).toMatchObject(wanted.headers);
  const events = world.changes.filter((change) => change.events.length > 0).map((change) => change.events[0]);
  if (wanted.events) expect(events).toEqual(typeof wanted.events === 'function' ? wanted.events(world) : wanted.events);
  // What was refused has changed, stored and sent nothing.
  else if (answer.status >= 400) expect(stage.recorded).toEqual([]);
  if (wanted.jobs) expect(world.jobs.map(({ name }) => name)).toEqual(wanted.jobs);
  await scenario.after?.(world, answer);
}
