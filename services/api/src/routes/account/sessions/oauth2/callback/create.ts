import { body, rules } from '@plinth/http';
import { STATE_MAX } from '../../../../../oauth/state.js';
import { route } from '../../../../../route.js';
import { callbackPath, passOn } from './callback.js';

export const createOAuth2Callback = route({
  name: 'account.createOAuth2Callback',
  method: 'POST',
  path: '/account/sessions/oauth2/callback/:provider/:projectId',
  summary: 'Come back from a provider by a form',
  scope: 'public',
  auth: [],
  hidden: true,
  openOrigin: true,
  errorPage: true,
  params: {
    ...callbackPath,
    code: body(rules.text(2048), 'Code that the provider gave.').optional(''),
    state: body(rules.text(STATE_MAX), 'What the sign-in began with.').optional(''),
    error: body(rules.text(2048), 'Why the provider gave no code.').optional(''),
    error_description: body(rules.text(2048), 'The same in words.').optional(''),
  },
  response: { status: 301, model: 'none' },
  action: (call) => passOn(call, call.params),
});
