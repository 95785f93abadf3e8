/** What every route of a project's platforms, keys, webhooks and domains has in common, as tables for their tests. */
import { expect } from '@jest/globals';
import { newId, type SystemRow } from '@plinth/database';
import type { Scenario, World } from '../../scenarios.js';
import type { ChildName } from './child.js';
import { makeChild, makeProject, member } from './members.js';

type Values = Readonly<Record<string, unknown>>;

interface Kind<N extends ChildName> {
  readonly name: N;
  /** Parameter of its ID. */
  readonly id: string;
  readonly missing: string;
  /** What one is made of where a scenario does not say. */
  readonly body: () => Values;
}

const plain = member();
const developer = member('developer');

export const keys = childOf({
  name: 'keys',
  id: 'keyId',
  missing: 'key_not_found',
  body: () => ({ name: 'Second', scopes: ['users.read'] }),
});
export const platforms = childOf({
  name: 'platforms',
  id: 'platformId',
  missing: 'platform_not_found',
  body: () => ({ type: 'android', name: 'App', key: 'com.app' }),
});
export const webhooks = childOf({
  name: 'webhooks',
  id: 'webhookId',
  missing: 'webhook_not_found',
  body: () => ({ name: 'Hook', url: 'https://hook.test/in', events: ['users.*'], security: true }),
});
export const domains = childOf({
  name: 'domains',
  id: 'domainId',
  missing: 'domain_not_found',
  // Its own every time: a domain that one world has verified is none for another.
  body: () => ({ domain: `${newId()}.example.org` }),
});

/** Scenarios need a target for their domains to point at. */
export const DOMAIN_TARGET = 'cname.example.com';

/** One kind of child, of which every scenario makes one in its own world. */
function childOf<N extends ChildName>({ name, id, missing, body: least }: Kind<N>) {
  const ids = new WeakMap<World, string>();

  const make = (body?: Values) => async (world: World) => {
    ids.set(world, await makeChild(world, name, body ?? least()));
  };

  const makeElsewhere = async (world: World) => {
    ids.set(world, await makeChild(world, name, least(), await makeProject(world)));
  };

  const params = (world: World, more: Values = {}): Values => ({
    projectId: world.project.$id,
    [id]: ids.get(world),
    ...more,
  });

  const stored = (world: World): Promise<SystemRow<N> | null> =>
    world.connections.store.in(0).get(name, ids.get(world) ?? '');

  /** Who does not see one, and where there is none. */
  const unseen = (more: Values): Scenario[] => [
    {
      name: 'others do not see the project',
      as: 'consoleOther',
      given: make(),
      params: (world) => params(world, more),
      expect: { status: 404, type: 'project_not_found' },
    },
    {
      name: 'a project that is not there is refused',
      as: 'consoleUser',
      given: make(),
      params: (world) => params(world, { ...more, projectId: 'nowhere' }),
      expect: { status: 404, type: 'project_not_found' },
    },
    {
      name: 'one that is not there is refused',
      as: 'consoleUser',
      params: (world) => params(world, { ...more, [id]: 'nowhere' }),
      expect: { status: 404, type: missing },
    },
    {
      name: 'one of another project is not there',
      as: 'consoleUser',
      given: makeElsewhere,
      params: (world) => params(world, more),
      expect: { status: 404, type: missing },
      after: async (world) => expect(await stored(world)).not.toBeNull(),
    },
  ];

  return {
    /** Makes the one that a scenario is about. */
    make,
    /** Parameters that name it. */
    params,
    stored,

    reads: (): Scenario[] => [
      {
        name: 'a plain member of the team sees it',
        given: both(make(), plain.given),
        headers: plain.headers,
        project: 'console',
        params: (world) => params(world),
        expect: { status: 200 },
      },
      ...unseen({}),
    ],

    /** Of a route that changes or deletes one. */
    writes(more: Values = {}, status = 200): Scenario[] {
      const before = new WeakMap<World, SystemRow<N> | null>();
      return [
        {
          name: 'a developer may',
          given: both(make(), developer.given),
          headers: developer.headers,
          project: 'console',
          params: (world) => params(world, more),
          expect: { status, events: [] },
        },
        {
          name: 'a plain member of the team may not',
          given: both(make(), plain.given, async (world) => before.set(world, await stored(world))),
          headers: plain.headers,
          project: 'console',
          params: (world) => params(world, more),
          expect: { status: 401, type: 'user_unauthorized' },
          after: async (world) => expect(await stored(world)).toEqual(before.get(world)),
        },
        ...unseen(more),
      ];
    },

    /** Of the route that makes one of these parameters. */
    creations: (body: Values = least()): Scenario[] => [
      {
        name: 'a developer may',
        given: developer.given,
        headers: developer.headers,
        project: 'console',
        params: (world) => ({ projectId: world.project.$id, ...body }),
        expect: { status: 201, events: [] },
      },
      {
        name: 'a plain member of the team may not',
        given: plain.given,
        headers: plain.headers,
        project: 'console',
        params: (world) => ({ projectId: world.project.$id, ...body }),
        expect: { status: 401, type: 'user_unauthorized' },
      },
      {
        name: 'others do not see the project',
        as: 'consoleOther',
        params: (world) => ({ projectId: world.project.$id, ...body }),
        expect: { status: 404, type: 'project_not_found' },
      },
    ],

    /** `total` counts those that every world has, and one more. */
    lists: (total: number): Scenario[] => [
      {
        name: 'lists those of the project alone',
        as: 'consoleUser',
        given: both(makeElsewhere, make()),
        params: (world) => ({ projectId: world.project.$id }),
        expect: { status: 200, body: { total } },
        async after(world, { body }) {
          const listed = body[name] as { $id: string }[];
          expect(listed).toHaveLength(total);
          expect(listed.at(-1)?.$id).toBe(ids.get(world));
        },
      },
      {
        name: 'a plain member of the team sees them',
        given: plain.given,
        headers: plain.headers,
        project: 'console',
        params: (world) => ({ projectId: world.project.$id }),
        expect: { status: 200, body: { total: total - 1 } },
      },
      {
        name: 'others do not see the project',
        as: 'consoleOther',
        params: (world) => ({ projectId: world.project.$id }),
        expect: { status: 404, type: 'project_not_found' },
      },
    ],
  };
}

/** Several preparations, one after the other. */
export const both =
  (...steps: readonly ((world: World) => Promise<unknown>)[]) =>
  async (world: World): Promise<void> => {
    for (const step of steps) await step(world);
  };
