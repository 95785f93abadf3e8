/** The official command line, as a person types into it and as a pipeline calls it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, seedProject } from './admin.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

const program = createRequire(import.meta.url).resolve('appwrite-cli/index.js');

type Schema = Record<'attributes' | 'indexes', { status: string }[]>;

const SCHEMA: readonly (readonly [type: string, body: object])[] = [
  ['string', { key: 'title', size: 100, required: true }],
  ['string', { key: 'tags', size: 20, required: false, array: true }],
  ['enum', { key: 'kind', elements: ['novel', 'essay'], required: false, default: 'novel' }],
  ['integer', { key: 'pages', required: false }],
  ['float', { key: 'price', required: false, min: 0, default: 9.5 }],
  ['datetime', { key: 'printed', required: false }],
  [
    'relationship',
    { relatedCollectionId: 'authors', type: 'manyToOne', key: 'author', twoWay: true, twoWayKey: 'books' },
  ],
  ['relationship', { relatedCollectionId: 'authors', type: 'manyToMany', key: 'readers', onDelete: 'setNull' }],
  [
    'relationship',
    { relatedCollectionId: 'books', type: 'oneToMany', key: 'sequels', twoWay: true, twoWayKey: 'sequelOf' },
  ],
];

const INDEXES = [
  { key: 'byPages', type: 'key', attributes: ['pages', '$createdAt'], orders: ['DESC', 'ASC'] },
  { key: 'byTitle', type: 'fulltext', attributes: ['title'] },
  { key: 'once', type: 'unique', attributes: ['title', 'printed'] },
];

interface Run {
  readonly code: number | null;
  readonly output: string;
}

describe.each(profiles)('the command line (%s)', (profile) => {
  let stack: Stack;
  const scratch = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
  const email = `typist${Math.random().toString(36).slice(2, 8)}@example.test`;
  const password = 'a long password';

  beforeAll(async () => {
    stack = await startStack(profile);
    const made = await request(stack.endpoint, 'POST', '/account', { userId: 'unique()', email, password });
    expect(made.status).toBe(201);
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }, 60_000);

  /** Types each answer once its question is seen. */
  const run = (args: readonly string[], answers: readonly (readonly [string, string])[] = []): Promise<Run> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: scratch,
        env: { ...process.env, HOME: scratch },
      });
      let output = '';
      let seen = 0;
      let next = 0;
      const hear = (chunk: Buffer) => {
        output += chunk;
        const answer = answers[next];
        if (!answer || !output.slice(seen).includes(answer[0])) return;
        seen = output.length;
        next++;
        child.stdin.write(`${answer[1]}\n`);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => resolve({ code, output }));
    });

  const succeeds = async (...input: Parameters<typeof run>) => {
    const { code, output } = await run(...input);
    expect([code, output]).toEqual([0, expect.stringContaining('Success')]);
    return output;
  };

  it('signs in, makes a project and lists teams', async () => {
    await succeeds(['client', '--endpoint', stack.endpoint]);
    const wrong = await run(
      ['login'],
      [
        ['Enter your email', email],
        ['Enter your password', 'not the password'],
      ],
    );
    expect(wrong.output).not.toContain('Success');
    await succeeds(
      ['login'],
      [
        ['Enter your email', email],
        ['Enter your password', password],
      ],
    );
    await succeeds(
      ['init', 'project'],
      [
        ['How would you like to start', ''],
        ['name your project', 'Typed'],
        ['What ID', `typed-${profile}`],
      ],
    );
    const { projectId } = JSON.parse(readFileSync(join(scratch, 'appwrite.json'), 'utf8')) as { projectId: string };
    expect(projectId).toBe(`typed-${profile}`);
    expect(await succeeds(['projects', 'get', '--projectId', projectId, '--json'])).toContain('"name": "Typed"');
    expect(await succeeds(['teams', 'list', '--json'])).toContain('"total": 0');
    await succeeds(['logout']);
  });

  it('works with a key and asks nothing, as pipelines do', async () => {
    const { projectId, server, must } = await seedProject(stack.endpoint);
    await must('POST', '/teams', { teamId: 'red', name: 'Red' }, server);
    const key = server['x-appwrite-key'] ?? '';
    await succeeds(['client', '--endpoint', stack.endpoint, '--projectId', projectId, '--key', key]);
    const listed = await succeeds(['teams', 'list', '--json']);
    expect(listed).toContain('"name": "Red"');
    const refused = await run(['databases', 'get', '--databaseId', 'nowhere']);
    expect(refused.code).not.toBe(0);
  });

  it('fetches a schema with relations and indexes, and deploys it anew', async () => {
    const { projectId, server, must } = await seedProject(stack.endpoint);
    const at = '/databases/shop/collections';
    const schemaOf = async (collectionId: string) => {
      const body = await must('GET', `${at}/${collectionId}`, undefined, server);
      const byKey = (kind: 'attributes' | 'indexes') =>
        (body[kind] as { key: string }[]).sort((a, b) => (a.key < b.key ? -1 : 1));
      const { $createdAt: _made, $updatedAt: _changed, ...rest } = body;
      return { ...rest, attributes: byKey('attributes'), indexes: byKey('indexes') };
    };
    const settle = () =>
      eventually(async () => {
        const { collections } = (await must('GET', at, undefined, server)) as unknown as { collections: Schema[] };
        const rows = collections.flatMap(({ attributes, indexes }) => [...attributes, ...indexes]);
        return rows.every(({ status }) => status === 'available');
      }, 'the schema is not available');
    await must('POST', '/databases', { databaseId: 'shop', name: 'Shop' }, server);
    for (const [collectionId, permissions] of [
      ['books', ['read("any")']],
      ['authors', []],
    ] as const)
      await must('POST', at, { collectionId, name: collectionId, permissions, documentSecurity: true }, server);
    for (const [type, rest] of SCHEMA) await must('POST', `${at}/books/attributes/${type}`, rest, server);
    await must('POST', `${at}/authors/attributes/string`, { key: 'name', size: 50, required: false }, server);
    await settle();
    for (const index of INDEXES) await must('POST', `${at}/books/indexes`, index, server);
    await settle();
    const before = [await schemaOf('books'), await schemaOf('authors')];

    const key = server['x-appwrite-key'] ?? '';
    writeFileSync(join(scratch, 'appwrite.json'), JSON.stringify({ projectId }));
    await succeeds(['client', '--endpoint', stack.endpoint, '--projectId', projectId, '--key', key]);
    await succeeds(['init', 'collection', '--all']);
    const kept = JSON.parse(readFileSync(join(scratch, 'appwrite.json'), 'utf8')) as { collections: unknown[] };
    expect(kept.collections).toHaveLength(2);
    // One collection is made anew; what the other one has goes first, both sides of its relation to itself at once.
    await must('DELETE', `${at}/authors`, undefined, server);
    await succeeds(['deploy', 'collection', '--all', '--yes']);
    await settle();
    expect([await schemaOf('books'), await schemaOf('authors')]).toEqual(before);
    const data = { title: 'Emma', author: { name: 'Jane' }, sequels: [{ title: 'Emma returns' }] };
    const made = await must('POST', `${at}/books/documents`, { documentId: 'emma', data }, server);
    expect(made).toMatchObject({ author: { name: 'Jane' }, sequels: [{ title: 'Emma returns' }] });
  }, 120_000);
});
