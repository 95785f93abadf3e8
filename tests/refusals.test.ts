import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, type Seeded, seedCollection, seedProject } from './admin.js';
import { profiles, type Stack, startStack } from './stack.js';

/** Bad input over a real socket gets the contract's error in the contract's shape, and changes nothing. */
describe.each(profiles)('bad input (%s)', (profile) => {
  let stack: Stack;
  let seeded: Seeded;
  let documents = '';

  beforeAll(async () => {
    stack = await startStack(profile, { env: { _APP_PAYLOAD_LIMIT: '20000' } });
    seeded = await seedProject(stack.endpoint);
    documents = await seedCollection(seeded);
  }, 180_000);
  afterAll(() => stack?.stop(), 60_000);

  const page = { origin: 'http://localhost:3000' };
  const cases: [
    string,
    () => Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>,
    number,
    string,
  ][] = [
    [
      'an unknown path',
      () => request(stack.endpoint, 'GET', '/nowhere', undefined, page),
      404,
      'general_route_not_found',
    ],
    [
      'an unknown project',
      () => request(stack.endpoint, 'GET', '/teams', undefined, { ...page, 'x-appwrite-project': 'none' }),
      404,
      'project_not_found',
    ],
    [
      'malformed JSON',
      () => request(stack.endpoint, 'POST', documents, '{"documentId":', { ...seeded.server, ...page }),
      400,
      'general_argument_invalid',
    ],
    [
      'a body that is no object',
      () => request(stack.endpoint, 'POST', documents, '[1]', { ...seeded.server, ...page }),
      400,
      'general_argument_invalid',
    ],
    [
      'a wrong type',
      () =>
        request(
          stack.endpoint,
          'POST',
          documents,
          { documentId: 5, data: { title: 'x' } },
          { ...seeded.server, ...page },
        ),
      400,
      'general_argument_invalid',
    ],
    [
      'a body too large',
      () =>
        request(
          stack.endpoint,
          'POST',
          documents,
          { documentId: 'a', data: { title: 'x'.repeat(30_000) } },
          { ...seeded.server, ...page },
        ),
      413,
      'general_payload_too_large',
    ],
    [
      'a wrong origin',
      () =>
        request(
          stack.endpoint,
          'POST',
          '/account',
          { userId: 'a', email: 'a@x.test', password: 'a long password' },
          { 'x-appwrite-project': seeded.projectId, origin: 'http://evil.test' },
        ),
      403,
      'general_unknown_origin',
    ],
    [
      'a guest at a closed door',
      () =>
        request(stack.endpoint, 'GET', '/databases', undefined, { ...page, 'x-appwrite-project': seeded.projectId }),
      401,
      'general_unauthorized_scope',
    ],
    [
      'a broken token',
      () =>
        request(stack.endpoint, 'GET', '/account', undefined, {
          ...page,
          'x-appwrite-project': seeded.projectId,
          'x-appwrite-jwt': 'x.y.z',
        }),
      401,
      'user_jwt_invalid',
    ],
  ];

  it.each(cases)('%s', async (_name, call, status, type) => {
    const answer = await call();
    expect({ status: answer.status, type: answer.body.type }).toEqual({ status, type });
    expect(answer.body).toMatchObject({ code: status, version: '1.3.8', message: expect.any(String) });
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
    const list = await request(stack.endpoint, 'GET', documents, undefined, seeded.server);
    expect(list.body.total).toBe(0);
  });

  it('limits bite with the documented headers, and a forged forwarded address changes nothing', async () => {
    const limited = await startStack(profile, { env: { _APP_OPTIONS_ABUSE: 'enabled' } });
    try {
      const answers = [];
      for (let at = 0; at < 11; at++) {
        const email = 'nobody@example.test';
        answers.push(
          await request(
            limited.endpoint,
            'POST',
            '/account/sessions/email',
            { email, password: 'a long password' },
            { 'x-forwarded-for': `10.1.1.${at}` },
          ),
        );
      }
      expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
      expect(answers[0]?.headers.get('x-ratelimit-limit')).toBe('10');
      expect(answers[0]?.headers.get('x-ratelimit-remaining')).toBe('9');
      expect(answers[10]?.body.type).toBe('general_rate_limit_exceeded');
    } finally {
      await limited.stop();
    }
  }, 120_000);
});

it('names all faults of the configuration together and exits with 1', async () => {
  const child = spawn(process.execPath, ['services/embedded/dist/main.js'], {
    cwd: resolve(import.meta.dirname, '..'),
    env: {
      PATH: process.env.PATH ?? '',
      PORT: 'eighty',
      _APP_PROFILE: 'tiny',
      _APP_DATA: mkdtempSync(join(tmpdir(), 'plinth-')),
      _APP_OPTIONS_ABUSE: 'maybe',
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((done) => child.once('exit', done));
  expect(code).toBe(1);
  for (const name of ['PORT', '_APP_PROFILE', '_APP_OPTIONS_ABUSE']) expect(said).toContain(name);
});
