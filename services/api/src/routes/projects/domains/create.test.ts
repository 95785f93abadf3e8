import { expect, it } from '@jest/globals';
import { makeWorld, onBothProfiles, type Scenario, scenarios } from '../../../scenarios.js';
import { DOMAIN_TARGET, domains } from '../child-scenarios.js';
import { makeChild, makeProject } from '../members.js';
import { createDomain } from './create.js';
import { suffixOf } from './domain.js';

const ENVIRONMENT = { _APP_DOMAIN_TARGET: DOMAIN_TARGET };
const domain = 'api.shop.example.co.uk';

scenarios(
  createDomain,
  [
    {
      name: 'adds one that is not verified, in lower case',
      as: 'consoleUser',
      params: (world) => ({ projectId: world.project.$id, domain: 'API.shop.Example.co.uk' }),
      expect: {
        status: 201,
        body: { domain, registerable: 'example.co.uk', tld: 'co.uk', verification: false, certificateId: '' },
        events: [],
        jobs: [],
      },
      async after(world, { body }) {
        const path = `/v1/projects/${world.project.$id}`;
        const project = await world.call({ method: 'GET', path, as: 'consoleUser' });
        expect(project.body.domains).toEqual([body]);
        const list = await world.call({ method: 'GET', path: '/v1/projects', as: 'consoleUser' });
        expect(list.body.projects).toMatchObject([{ domains: [body] }]);
      },
    },
    ...domains.creations(),
    {
      name: 'one that the project has is refused, in any case of its letters',
      as: 'consoleUser',
      given: (world) => makeChild(world, 'domains', { domain }),
      params: (world) => ({ projectId: world.project.$id, domain: domain.toUpperCase() }),
      expect: { status: 409, type: 'domain_already_exists' },
    },
    {
      name: 'another project may have the same',
      as: 'consoleUser',
      given: async (world) => makeChild(world, 'domains', { domain }, await makeProject(world)),
      params: (world) => ({ projectId: world.project.$id, domain }),
      expect: { status: 201 },
    },
    {
      name: 'one that was taken away may come again, as a new one',
      as: 'consoleUser',
      async given(world) {
        const id = await makeChild(world, 'domains', { domain });
        await world.connections.store.write(async (transaction) => {
          await transaction.in(0).update('domains', id, { verification: true });
        });
        const path = `/v1/projects/${world.project.$id}/domains/${id}`;
        expect((await world.call({ method: 'DELETE', path, as: 'consoleUser' })).status).toBe(204);
      },
      params: (world) => ({ projectId: world.project.$id, domain }),
      expect: { status: 201, body: { verification: false } },
    },
    ...['', 'http://a.co', 'a.co/x', 'a.co:80', '*.a.co', '127.0.0.1', 'ä.de', 'a..co', null].map(
      (bad): Scenario => ({
        name: `${JSON.stringify(bad)} is refused`,
        as: 'consoleUser',
        params: (world) => ({ projectId: world.project.$id, domain: bad }),
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
  ],
  ENVIRONMENT,
);

for (const target of ['localhost', 'plinth.test', '10.0.0.1', 'com', 'https://cname.example.com']) {
  scenarios(
    createDomain,
    [
      {
        name: `nothing can point at the target ${target}`,
        as: 'consoleUser',
        params: (world) => ({ projectId: world.project.$id, domain }),
        expect: { status: 501, type: 'domain_target_invalid' },
      },
    ],
    { _APP_DOMAIN_TARGET: target },
  );
}

onBothProfiles(
  'a domain',
  (stage) => {
    it('that is added twenty times at once is there once', async () => {
      const world = await makeWorld(stage());
      const path = `/v1/projects/${world.project.$id}/domains`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => world.call({ method: 'POST', path, as: 'consoleUser', body: { domain } })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.type === 'domain_already_exists')).toHaveLength(19);
      expect((await world.call({ method: 'GET', path, as: 'consoleUser' })).body.total).toBe(1);
    });
  },
  ENVIRONMENT,
);

it.each([
  ['a.b.example.com', { tld: 'com', registerable: 'example.com' }],
  ['me.github.io', { tld: 'github.io', registerable: 'me.github.io' }],
  ['shop.moon', { tld: 'moon', registerable: 'shop.moon' }],
  ['localhost', { tld: 'localhost', registerable: '' }],
])('%s lies under its public suffix', (name, expected) => {
  expect(suffixOf(name)).toEqual(expected);
});
