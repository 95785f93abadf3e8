import { oauthProviders } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { changeSettings, projectIdParam } from '../project.js';

export const updateOAuth2 = route({
  name: 'projects.updateOAuth2',
  method: 'PATCH',
  path: '/projects/:projectId/oauth2',
  summary: 'Change how users of a project sign in through an OAuth2 provider',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    provider: body(rules.oneOf(oauthProviders.map(({ key }) => key)), 'Key of the provider.'),
    appId: body(rules.text(256), 'ID of the app there; null leaves it as it is.').optional(),
    secret: body(rules.text(512), 'Secret of the app there; null leaves it as it is.').optional(),
    enabled: body(rules.boolean(false), 'Whether users may come this way; null leaves it as it is.').optional(),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    const { projectId, provider, appId, secret, enabled } = call.params;
    const given = Object.entries({
      [`${provider}Appid`]: appId,
      [`${provider}Secret`]: secret,
      [`${provider}Enabled`]: enabled,
    }).filter(([, value]) => value !== null);
    return changeSettings(call, projectId, ({ authProviders }) => ({
      authProviders: { ...authProviders, ...Object.fromEntries(given) },
    }));
  },
});
