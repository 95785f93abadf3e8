/** What a project switches off is off for clients and for nobody else, on every route that the server has. */
import { expect, it } from '@jest/globals';
import { authMethods, broadcasts, optionalServices } from '@plinth/definitions';
import type { Route } from '../../route.js';
import { type Caller, makeWorld, onBothProfiles, requestOf, type World } from '../../scenarios.js';
import { routes } from '../index.js';
import { set } from './setting-scenarios.js';

/** What each of the callers is refused with. */
const ask = async (world: World, route: Route, callers: readonly Caller[]) => {
  const nowhere = Object.fromEntries([...route.fullPath.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, 'nowhere']));
  const types: unknown[] = [];
  for (const as of callers) types.push((await world.call({ ...requestOf(route, nowhere), as })).body.type);
  return types;
};

const CLIENTS = ['guest', 'user'] as const;
const SERVERS = ['key', 'admin'] as const;

/** Routes are only asked whether they are open; this one must not wait for anybody. */
const ENVIRONMENT = { _APP_NTP_HOST: 'nowhere.invalid' };

onBothProfiles(
  'switches of a project',
  (stage) => {
    for (const service of optionalServices) {
      // Pages tell people, and no client, what they are refused with.
      const own = routes.filter((route) => route.service === service && !route.errorPage);
      if (own.length === 0) continue;
      it(`${service} closes all of its routes`, async () => {
        const world = await makeWorld(stage());
        await set(world, 'service', { service, status: false });
        for (const route of own) {
          const types = await ask(world, route, CLIENTS);
          expect([route.name, ...types]).toEqual([route.name, ...CLIENTS.map(() => 'general_service_disabled')]);
          expect([route.name, ...(await ask(world, route, SERVERS))]).not.toContain('general_service_disabled');
        }
      });
    }

    for (const { id, settingKey } of authMethods) {
      const own = routes.filter(({ authMethod }) => authMethod === settingKey);
      if (own.length === 0) continue;
      it(`${id} closes all of its routes`, async () => {
        const world = await makeWorld(stage());
        await set(world, `auth/${id}`, { status: false });
        for (const route of own) {
          // Some are for guests alone, some for users alone: whoever has the scope is told of the switch.
          const types = await ask(world, route, CLIENTS);
          expect([route.name, ...types]).toContain('user_auth_method_unsupported');
          for (const type of types)
            expect(['user_auth_method_unsupported', 'general_unauthorized_scope']).toContain(type);
          expect([route.name, ...(await ask(world, route, SERVERS))]).not.toContain('user_auth_method_unsupported');
        }
      });
    }

    it('are heard of by every process', async () => {
      const world = await makeWorld(stage());
      const { bus } = world.connections;
      const heard = new Promise<void>((resolve) => {
        void bus
          .on(broadcasts.invalidate, 'project', (message) => {
            if (message.kind === 'project' && message.projectId === world.project.$id) resolve();
          })
          .then(() => set(world, 'service', { service: 'locale', status: false }));
      });
      await heard;
    });

    it('that are turned at once are all kept', async () => {
      const world = await makeWorld(stage());
      await Promise.all([
        ...optionalServices.map((service) => set(world, 'service', { service, status: false })),
        ...authMethods.map(({ id }) => set(world, `auth/${id}`, { status: false })),
        set(world, 'auth/limit', { limit: 5 }),
        set(world, 'auth/max-sessions', { limit: 6 }),
        set(world, 'auth/password-history', { limit: 7 }),
        set(world, 'auth/duration', { duration: 8 }),
      ]);
      const services = Object.fromEntries(optionalServices.map((service) => [service, false]));
      const row = await world.connections.store.in(0).get('projects', world.project.$id);
      expect(row?.services).toEqual(services);
      expect(row?.auths).toEqual({
        ...Object.fromEntries(authMethods.map(({ settingKey }) => [settingKey, false])),
        limit: 5,
        maxSessions: 6,
        passwordHistory: 7,
        duration: 8,
      });
      const project = await world.connections.projects.open(world.project.$id);
      const settings = { services, userLimit: 5, sessionsMax: 6, passwordHistory: 7, sessionSeconds: 8 };
      expect(project?.settings).toMatchObject(settings);
    });
  },
  ENVIRONMENT,
);
