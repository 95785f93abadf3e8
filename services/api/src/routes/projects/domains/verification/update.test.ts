import { afterAll, expect, it } from '@jest/globals';
import { newId } from '@plinth/database';
import { makeWorld, onBothProfiles, type Scenario, scenarios, type World } from '../../../../scenarios.js';
import { both, DOMAIN_TARGET, domains } from '../../child-scenarios.js';
import { makeChild, makeProject } from '../../members.js';
import { openNameServer, type Records } from '../name-server.js';
import { updateDomainVerification } from './update.js';

const ADDRESSES = ['192.0.2.1', '192.0.2.2'];

/** What names have, by their last two labels. */
const zone: Readonly<Record<string, Records>> = {
  'example.org': { cname: 'CNAME.Example.com' },
  'elsewhere.org': { cname: 'cname.example.com.evil.test' },
  'flat.org': { a: [...ADDRESSES].reverse() },
  'partly.org': { a: ADDRESSES.slice(1) },
  'empty.org': {},
  'example.com': { a: ADDRESSES },
};
const server = await openNameServer((name) => zone[name.split('.').slice(-2).join('.')] ?? null);
afterAll(() => server.close());

const ENVIRONMENT = { _APP_DOMAIN_TARGET: DOMAIN_TARGET, _APP_DNS_SERVERS: server.address };

const fresh = (parent: string) => `${newId()}.${parent}`;
const verify = (world: World, domainId: unknown, projectId = world.project.$id) =>
  world.call({
    method: 'PATCH',
    path: `/v1/projects/${projectId}/domains/${domainId}/verification`,
    as: 'consoleUser',
  });

const fails = (what: string, parent: string): Scenario => ({
  name: `${what} is refused`,
  as: 'consoleUser',
  given: (world) => domains.make({ domain: fresh(parent) })(world),
  params: (world) => domains.params(world),
  expect: { status: 401, type: 'domain_verification_failed' },
  after: async (world) => expect((await domains.stored(world))?.verification).toBe(false),
});

scenarios(
  updateDomainVerification,
  [
    {
      name: 'takes a domain whose record names the target, in any case of its letters',
      as: 'consoleUser',
      given: domains.make(),
      params: (world) => domains.params(world),
      expect: { status: 200, body: { verification: true, certificateId: '' }, events: [] },
      async after(world) {
        expect((await domains.stored(world))?.verification).toBe(true);
        const path = `/v1/projects/${world.project.$id}`;
        const { body } = await world.call({ method: 'GET', path, as: 'consoleUser' });
        expect(body.domains).toMatchObject([{ verification: true }]);
      },
    },
    {
      name: 'gives one that is verified as it is, and asks nobody',
      as: 'consoleUser',
      given: both(domains.make(), async (world) => {
        expect((await verify(world, domains.params(world).domainId)).status).toBe(200);
        server.asked.length = 0;
      }),
      params: (world) => domains.params(world),
      expect: { status: 200, body: { verification: true } },
      after: async () => expect(server.asked).toEqual([]),
    },
    fails('a record that names something else', 'elsewhere.org'),
    fails('a name without such a record', 'empty.org'),
    fails('a name that is not there', 'nowhere.org'),
    fails('a name with the addresses of the target', 'flat.org'),
    ...domains.writes(),
    {
      name: 'one that another project has verified is refused',
      as: 'consoleUser',
      async given(world) {
        const domain = fresh('example.org');
        const other = await makeProject(world);
        const id = await makeChild(world, 'domains', { domain }, other);
        expect((await verify(world, id, other)).status).toBe(200);
        await domains.make({ domain })(world);
      },
      params: (world) => domains.params(world),
      expect: { status: 401, type: 'domain_verification_failed' },
      after: async (world) => expect((await domains.stored(world))?.verification).toBe(false),
    },
  ],
  ENVIRONMENT,
);

scenarios(
  updateDomainVerification,
  [
    {
      name: 'takes the addresses of the target where that is allowed',
      as: 'consoleUser',
      given: (world) => domains.make({ domain: fresh('flat.org') })(world),
      params: (world) => domains.params(world),
      expect: { status: 200, body: { verification: true } },
    },
    fails('a name with some of the addresses', 'partly.org'),
    fails('a name without addresses', 'empty.org'),
    fails('a record that names something else', 'elsewhere.org'),
  ],
  { ...ENVIRONMENT, _APP_DOMAIN_FLATTENING: 'enabled' },
);

onBothProfiles(
  'a domain',
  (stage) => {
    it('that several projects verify at once belongs to one', async () => {
      const world = await makeWorld(stage());
      const domain = fresh('example.org');
      const rows = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const project = await makeProject(world);
          return { project, id: await makeChild(world, 'domains', { domain }, project) };
        }),
      );
      const answers = await Promise.all(rows.map(({ project, id }) => verify(world, id, project)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.type === 'domain_verification_failed')).toHaveLength(4);
    });

    it('that one project verifies twice at once is verified', async () => {
      const world = await makeWorld(stage());
      const id = await makeChild(world, 'domains', { domain: fresh('example.org') });
      const answers = await Promise.all([verify(world, id), verify(world, id)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    });
  },
  ENVIRONMENT,
);

onBothProfiles(
  'a domain without a target',
  (stage) => {
    it('cannot be verified, for which the server is at fault', async () => {
      const world = await makeWorld(stage());
      const { $id: projectId, $internalId: projectInternalId } = world.project;
      const row = { $id: newId(), $permissions: [], projectId, projectInternalId, domain: fresh('example.org') };
      await world.connections.store.write((transaction) => transaction.in(0).create('domains', row));
      const { status, body } = await verify(world, row.$id);
      expect({ status, type: body.type }).toEqual({ status: 500, type: 'general_server_error' });
    });
  },
  { _APP_DOMAIN_TARGET: 'localhost' },
);
