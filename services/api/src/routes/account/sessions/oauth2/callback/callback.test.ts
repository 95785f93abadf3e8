import { expect } from '@jest/globals';
import { locationOf } from '../../../../../oauth/fixtures.js';
import { scenarios } from '../../../../../scenarios.js';
import { createOAuth2Callback } from './create.js';
import { getOAuth2Callback } from './get.js';

for (const route of [getOAuth2Callback, createOAuth2Callback])
  scenarios(route, [
    {
      name: 'the answer is passed on as it came, from any origin',
      params: ({ project }) => ({ provider: 'apple', projectId: project.$id, code: 'a&b', state: 's.t' }),
      ...(route.openOrigin ? { headers: { origin: 'https://appleid.apple.com' } } : {}),
      project: 'console',
      expect: { status: 301, events: [] },
      async after({ project }, answer) {
        const url = new URL(locationOf(answer), 'http://localhost');
        expect(url.pathname).toBe('/v1/account/sessions/oauth2/apple/redirect');
        expect(Object.fromEntries(url.searchParams)).toEqual({ project: project.$id, code: 'a&b', state: 's.t' });
      },
    },
    {
      name: 'so is a refusal',
      params: { provider: 'apple', projectId: 'p', error: 'access_denied', error_description: 'no', state: 's' },
      expect: { status: 301 },
      after: async (_, answer) => expect(locationOf(answer)).toContain('error=access_denied&error_description=no'),
    },
    {
      name: 'an answer without either is a page that says so',
      params: { provider: 'apple', projectId: 'p', state: 's' },
      expect: { status: 400 },
      after: async (_, { headers }) => expect(headers['Content-Type']).toBe('text/html; charset=UTF-8'),
    },
    {
      name: 'an unknown provider is refused',
      params: { provider: 'x', projectId: 'p', code: 'c' },
      expect: { status: 400 },
    },
  ]);
