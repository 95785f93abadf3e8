import { query, rules } from '@plinth/http';
import { STATE_MAX } from '../../../../../oauth/state.js';
import { route } from '../../../../../route.js';
import { callbackPath, passOn } from './callback.js';

export const getOAuth2Callback = route({
  name: 'account.getOAuth2Callback',
  method: 'GET',
  path: '/account/sessions/oauth2/callback/:provider/:projectId',
  summary: 'Come back from a provider',
  scope: 'public',
  auth: [],
  hidden: true,
  errorPage: true,
  params: {
    ...callbackPath,
    code: query(rules.text(2048), 'Code that the provider gave.').optional(''),
    state: query(rules.text(STATE_MAX), 'What the sign-in began with.').optional(''),
    error: query(rules.text(2048), 'Why the provider gave no code.').optional(''),
    error_description: query(rules.text(2048), 'The same in words.').optional(''),
  },
  response: { status: 301, model: 'none' },
  action: (call) => passOn(call, call.params),
});
