import { describe, expect, it } from '@jest/globals';
import { Router } from './router.js';

describe('the router', () => {
  const router = new Router<string>();
  router.add('GET', '/v1/teams', 'list');
  router.add('GET', '/v1/teams/:teamId', 'get');
  router.add('PATCH', '/v1/teams/:teamId/prefs', 'prefs');
  router.add('GET', '/v1/account/sessions/oauth2/:provider', 'provider');
  router.add('GET', '/v1/account/sessions/:sessionId', 'session');

  it.each([
    ['GET', '/v1/teams', 'list', {}],
    ['GET', '/v1/teams/', 'list', {}],
    ['HEAD', '/v1/teams', 'list', {}],
    ['GET', '/v1/teams/red', 'get', { teamId: 'red' }],
    ['GET', '/v1/teams/a%20b', 'get', { teamId: 'a b' }],
    ['GET', '/v1/teams/a%2Fb', 'get', { teamId: 'a/b' }],
    ['PATCH', '/v1/teams/red/prefs/', 'prefs', { teamId: 'red' }],
    ['GET', '/v1/account/sessions/oauth2/github', 'provider', { provider: 'github' }],
    ['GET', '/v1/account/sessions/current', 'session', { sessionId: 'current' }],
    ['GET', `/v1/teams/${'x'.repeat(300)}`, 'get', { teamId: 'x'.repeat(300) }],
  ])('finds %s %s', (method, path, target, params) => {
    const match = router.find(method, path);
    expect(match?.target).toBe(target);
    expect({ ...match?.params }).toEqual(params);
  });

  it.each([
    ['POST', '/v1/teams'],
    ['GET', '/v1/Teams'],
    ['GET', '/v1'],
    ['GET', ''],
    ['GET', '/v1/teams/red/blue'],
    ['GET', '/v1/teams/%zz'],
    ['GET', '/v1/teams/%C3'],
    ['NONSENSE', '/v1/teams'],
  ])('finds nothing for %s %s', (method, path) => {
    expect(router.find(method, path)).toBeNull();
  });
});
