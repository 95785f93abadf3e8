import { describe, expect, it } from '@jest/globals';
import { makeRequest, replyJson } from '@plinth/http';
import { onBothProfiles } from '../../scenarios.js';

onBothProfiles('the answers outside /v1', (stage) => {
  const get = (target: string, headers: Record<string, string> = {}) =>
    stage().api.handle(makeRequest({ method: 'GET', target, headers }));

  it.each([
    ['/robots.txt', '# robotstxt.org/\n'],
    ['/humans.txt', '# humanstxt.org/\n'],
  ])('%s is text that begins with its name', async (target, beginning) => {
    const { status, headers, body } = await get(target);
    expect(status).toBe(200);
    expect(headers['Content-Type']).toBe('text/plain; charset=UTF-8');
    expect(headers['X-Content-Type-Options']).toBe('nosniff');
    expect(body?.toString().startsWith(beginning)).toBe(true);
  });

  it('crawlers may read everything', async () => {
    expect((await get('/robots.txt')).body?.toString()).toMatch(/^User-agent: \*\nDisallow:$/m);
  });

  it('/versions names the API and its client libraries', async () => {
    const reply = await get('/versions');
    expect(replyJson(reply)).toMatchObject({ server: '1.3.8', 'client-web': '11.0.0', 'server-nodejs': '9.0.0' });
  });

  it('an unknown project has none of them', async () => {
    const reply = await get('/versions', { 'x-appwrite-project': 'nowhere' });
    expect(replyJson(reply)).toMatchObject({ type: 'project_not_found' });
  });
});

describe('the list of client libraries', () => {
  it('has one key a platform and language', async () => {
    const { getVersions } = await import('./versions/get.js');
    const versions = (await getVersions.action({} as never)) as Record<string, string>;
    expect(Object.keys(versions).filter((key) => !/^(client|server|console)-[a-z]+$/.test(key))).toEqual(['server']);
  });
});
