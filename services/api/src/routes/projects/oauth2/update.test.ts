import { expect } from '@jest/globals';
import { oauthProviders } from '@plinth/definitions';
import { type Answer, type Scenario, scenarios, type World } from '../../../scenarios.js';
import { badSettings, set, settingScenarios } from '../setting-scenarios.js';
import { updateOAuth2 } from './update.js';

const SECRET = 'a secret of the provider';
const github = { provider: 'github', appId: 'app', secret: SECRET, enabled: true };
const given = (world: World) => set(world, 'oauth2', github);
const shown = ({ body }: Answer, name: string) =>
  (body.providers as { name: string }[]).find((provider) => provider.name === name);
const blank = (name: string) => ({ name, appId: '', secret: '', enabled: false });

const stays = (name: string, more: Readonly<Record<string, unknown>>): Scenario => ({
  name,
  as: 'consoleUser',
  given,
  params: (world) => ({ projectId: world.project.$id, provider: 'github', ...more }),
  expect: { status: 200 },
  after: async (_, answer) =>
    expect(shown(answer, 'Github')).toEqual({ name: 'Github', appId: 'app', secret: SECRET, enabled: true }),
});

scenarios(updateOAuth2, [
  ...settingScenarios({ provider: 'mock', enabled: false }, 'authLimit', 0),
  {
    name: 'shows all of one provider beside the others, and keeps it sealed',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id, ...github }),
    expect: { status: 200, events: [] },
    async after(world, answer) {
      const { store } = world.connections;
      expect(answer.body.providers).toEqual(
        oauthProviders.map(({ key }) =>
          key === 'github'
            ? { name: 'Github', appId: 'app', secret: SECRET, enabled: true }
            : blank(`${key.charAt(0).toUpperCase()}${key.slice(1)}`),
        ),
      );
      const rows = await store.engine.all('SELECT authProviders FROM s_projects WHERE _uid = ?', [world.project.$id]);
      expect(String(rows[0]?.[0])).not.toMatch(/github|a secret/);
      expect((await store.in(0).get('projects', world.project.$id))?.authProviders).toEqual({
        githubAppid: 'app',
        githubSecret: SECRET,
        githubEnabled: true,
      });
    },
  },
  stays('what is left out stays', {}),
  stays('what is null stays', { appId: null, secret: null, enabled: null }),
  {
    name: 'changes one provider and leaves another alone',
    as: 'consoleUser',
    given,
    params: (world) => ({ projectId: world.project.$id, provider: 'paypalSandbox', enabled: false, appId: 'pay' }),
    expect: { status: 200 },
    async after(_, answer) {
      expect(shown(answer, 'Github')).toMatchObject({ enabled: true, secret: SECRET });
      expect(shown(answer, 'PaypalSandbox')).toEqual({ ...blank('PaypalSandbox'), appId: 'pay' });
      expect(shown(answer, 'Paypal')).toEqual(blank('Paypal'));
    },
  },
  ...badSettings(
    { provider: 'GitHub' },
    { provider: 'nobody' },
    { provider: '__proto__', appId: 'x' },
    { provider: 'constructor', appId: 'x' },
    { provider: 'github', appId: '' },
    { provider: 'github', appId: 'x'.repeat(257) },
    { provider: 'github', secret: 'x'.repeat(513) },
    { provider: 'github', enabled: 'true' },
    {},
  ),
]);
