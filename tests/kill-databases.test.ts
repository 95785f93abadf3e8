import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, request, type Seeded, seedProject } from './admin.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

const ROUNDS = 3;
/** Of each kind of write, between two kills. */
const WRITES_EACH = 8;
/** Collections that the webhook hears of. */
const HEARD = ['parents', 'children', 'rows', 'counters', 'entries'];
/** So many writes a kind may be ahead of the slowest one. */
const LEAD_MAX = 3;
const CHILDREN = 3;
const BULK = 20;
const PAGE = 1000;
/** Documents of the collection whose index is built, enough for it to take a while. */
const BIG = 20_000;
/** How far a build gets before its process ends. */
const BUILD_MS = 150;

type Documents = readonly Record<string, unknown>[];

/**
 * Processes end without a word: writes of many documents are done as a whole, and told, or not at all; an index that
 * was being built is built.
 */
describe.each(profiles)('databases in killed processes (%s)', (profile) => {
  let stack: Stack;
  let hooks: Server;
  let seeded: Seeded;
  /** Events that the webhook was told of, each as `collection.document.action`. */
  const told = new Set<string>();

  beforeAll(async () => {
    hooks = createServer((incoming, response) => {
      told.add(eventOf(incoming));
      incoming.resume().on('end', () => response.end());
    });
    await new Promise<void>((done) => hooks.listen(0, '127.0.0.1', done));
    stack = await startStack(profile, { replicas: 'api=2' });
    seeded = await seedProject(stack.endpoint);
    await seedCollections(seeded);
    const url = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;
    const events = HEARD.map((id) => `databases.*.collections.${id}.documents.*`);
    const { projectId, owner } = seeded;
    await seeded.must('POST', `/projects/${projectId}/webhooks`, { name: 'Hook', events, url, security: true }, owner);
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    await new Promise((done) => hooks?.close(done));
  }, 60_000);

  const send = (method: string, path: string, body?: unknown): Promise<Answer | null> =>
    request(stack.endpoint, method, `/databases/db${path}`, body, seeded.server).catch(() => null);

  const added: string[] = [];

  it('lose an index that is being built, while documents are written and read', async () => {
    for (let from = 0; from < BIG; from += PAGE) {
      const documents = Array.from({ length: PAGE }, (_, at) => ({ $id: `s${from + at}`, name: sentence(from + at) }));
      const answer = await send('POST', '/collections/big/bulk', { documents });
      expect(answer).toMatchObject({ status: 200, body: { total: PAGE } });
    }
    let isBuilding = true;
    const statuses = new Set<number | undefined>();
    const write = async () => {
      for (let number = 0; isBuilding; number++) {
        const documentId = `w${number}`;
        const answer = await send('POST', documentsOf('big'), { documentId, data: { name: wordOf(documentId) } });
        if (answer?.status === 201) added.push(documentId);
        statuses.add(answer?.status);
        statuses.add((await send('GET', documentsOf('big', '/s1')))?.status);
        if (!answer) await sleep(20);
      }
    };
    const writing = write();
    const index = { key: 'words', type: 'fulltext', attributes: ['name'] };
    expect(await send('POST', '/collections/big/indexes', index)).toMatchObject({ status: 202 });
    await sleep(BUILD_MS);
    expect((await send('GET', '/collections/big/indexes/words'))?.body.status).toBe('processing');
    const before = added.length;
    await eventually(() => added.length > before, 'nothing is written while the index is built');
    const pids = stack.pids();
    stack.kill((profile === 'embedded' ? pids.embedded : pids.databases)?.[0] ?? 0);
    if (profile === 'embedded') await stack.restart();
    const after = added.length;
    await eventually(() => added.length > after, 'nothing is written after the kill');
    isBuilding = false;
    await writing;
    // Nobody answers where the only process is gone.
    statuses.delete(profile === 'embedded' ? undefined : 201);
    expect([...statuses].filter((status) => status !== 200 && status !== 201)).toEqual([]);
  }, 120_000);

  it('do writes of many documents as a whole or not at all, and tell of those that are done', async () => {
    let isWriting = true;
    /** Writes of each kind that were answered, in the order of the kinds. */
    const done = writers.map(() => 0);
    const removed: string[] = [];
    const run = async (write: (number: number, removed: string[]) => Promise<boolean>, kind: number) => {
      for (let number = 0; isWriting; number++) {
        if (await write(number, removed)) done[kind] = (done[kind] ?? 0) + 1;
        else await sleep(20);
        while (isWriting && (done[kind] ?? 0) > Math.min(...done) + LEAD_MAX) await sleep(5);
      }
    };
    const running = writers.map((write, kind) => run((number, list) => write(send, number, list), kind));
    const progress = async () => {
      const goals = done.map((count) => count + WRITES_EACH);
      await eventually(
        () => done.every((count, kind) => count >= (goals[kind] ?? 0)),
        'some kind of write does not go on',
        () => `${done} of ${goals}`,
      );
    };
    for (let round = 0; round < ROUNDS; round++) {
      await progress();
      const pids = stack.pids();
      const victim = profile === 'embedded' ? pids.embedded?.[0] : pids.api?.[round % 2];
      stack.kill(victim ?? 0);
      if (profile === 'embedded') await stack.restart();
    }
    await progress();
    isWriting = false;
    await Promise.all(running);

    const parents = await all('parents');
    const children = idsOf(await all('children'));
    const names = new Map((await all('children')).map(({ $id, name }) => [String($id), name]));
    for (const parent of parents) {
      const own = childrenOf(String(parent.$id));
      // Its children were created with it, and are changed with it.
      expect(own.filter((id) => !children.has(id))).toEqual([]);
      expect(new Set([parent.name, ...own.map((id) => names.get(id))]).size).toBe(1);
    }
    const left = idsOf(parents);
    expect([...children].filter((id) => !left.has(id.split('-')[0] ?? ''))).toEqual([]);

    const rows = idsOf(await all('rows'));
    const imports = new Set([...rows].map((id) => id.split('-')[0] ?? ''));
    expect(rows.size).toBe(imports.size * BULK);

    const entries = await all('entries');
    const [counter] = await all('counters');
    expect(counter?.count).toBe(entries.length / 2);
    const sums = new Map<string, number>();
    for (const { of, amount } of entries) sums.set(String(of), (sums.get(String(of)) ?? 0) + Number(amount));
    expect([...sums.values()].every((sum) => sum === 0)).toBe(true);

    const wanted = [
      ...[...left].map((id) => `parents.${id}.create`),
      ...removed.flatMap((id) => [`parents.${id}.create`, `parents.${id}.delete`]),
      ...[...rows].map((id) => `rows.${id}.create`),
      ...entries.map(({ $id }) => `entries.${$id}.create`),
    ];
    await eventually(
      () => wanted.every((event) => told.has(event)),
      'webhooks are missing',
      () => wanted.filter((event) => !told.has(event)).join(', '),
    );
    // A deletion whose answer was lost may have been done all the same: its creation was told then.
    const gone = new Set([...told].filter((event) => event.endsWith('.delete')).map((event) => event.split('.')[1]));
    const unfounded = [...told].filter((event) => {
      const [collection, id = '', action] = event.split('.');
      if (action === 'delete') return left.has(id);
      const isThere =
        idsOf({ parents, entries }[collection ?? ''] ?? []).has(id) || rows.has(id) || collection === 'counters';
      return !isThere && !(collection === 'parents' && gone.has(id));
    });
    expect(unfounded).toEqual([]);
    expect(done.every((count) => count >= WRITES_EACH * ROUNDS)).toBe(true);
  }, 240_000);

  it('build the index in the end, with the words of every document', async () => {
    await eventually(
      async () => (await send('GET', '/collections/big/indexes/words'))?.body.status === 'available',
      'the index is not available',
    );
    const found = async (word: string) => {
      const tail = [`search("name", "${word}")`, 'limit(1)'].map((each) => `queries[]=${encodeURIComponent(each)}`);
      return (await send('GET', documentsOf('big', `?${tail.join('&')}`)))?.body.total;
    };
    expect(await found('every')).toBe(TOTAL_MAX);
    for (const at of [0, 499, 500, BIG / 2, BIG - 1]) expect(await found(`word${at}x`)).toBe(1);
    for (const id of added) expect({ id, total: await found(wordOf(id)) }).toEqual({ id, total: 1 });
  }, 120_000);

  /** All documents of a collection. */
  async function all(collectionId: string): Promise<Documents> {
    const found: Record<string, unknown>[] = [];
    for (;;) {
      const last = found.at(-1);
      const queries = [`limit(${PAGE})`, 'select(["*"])', ...(last ? [`cursorAfter("${last.$id}")`] : [])];
      const tail = queries.map((each) => `queries[]=${encodeURIComponent(each)}`).join('&');
      const path = `/databases/db/collections/${collectionId}/documents?${tail}`;
      const { documents } = (await seeded.must('GET', path, undefined, seeded.server)) as { documents: Documents };
      found.push(...documents);
      if (documents.length < PAGE) return found;
    }
  }
});

/** Larger sets report this number. */
const TOTAL_MAX = 5000;
const sentence = (at: number): string => `every text has word${at}x and some more of them ${at % 7}`;
/** No beginning of another's. */
const wordOf = (id: string): string => `added${id}x`;
const idsOf = (documents: Documents): Set<string> => new Set(documents.map(({ $id }) => String($id)));
const childrenOf = (parent: string): string[] => Array.from({ length: CHILDREN }, (_, at) => `${parent}-${at}`);

/** `collection.document.action` of a webhook's first event. */
function eventOf({ headers }: IncomingMessage): string {
  const [first = ''] = String(headers['x-appwrite-webhook-events']).split(',');
  const [, , , collection, , id, action] = first.split('.');
  return `${collection}.${id}.${action}`;
}

type Send = (method: string, path: string, body?: unknown) => Promise<Answer | null>;
type Write = (send: Send, number: number, removed: string[]) => Promise<boolean>;

const isDone = (answer: Answer | null): answer is Answer => answer !== null && answer.status < 300;
const documentsOf = (collectionId: string, tail = '') => `/collections/${collectionId}/documents${tail}`;

/** A parent with its children; then they are changed together, or deleted together. */
async function nested(send: Send, prefix: string, number: number, removed: string[]): Promise<boolean> {
  const documentId = `${prefix}${number}`;
  const children = childrenOf(documentId).map(($id) => ({ $id, name: 'first' }));
  const data = { name: 'first', children };
  if (!isDone(await send('POST', documentsOf('parents'), { documentId, data }))) return false;
  if (number % 2) {
    const change = { name: 'second', children: children.map(({ $id }) => ({ $id, name: 'second' })) };
    return isDone(await send('PATCH', documentsOf('parents', `/${documentId}`), { data: change }));
  }
  if (!isDone(await send('DELETE', documentsOf('parents', `/${documentId}`)))) return false;
  removed.push(documentId);
  return true;
}

const writers: readonly Write[] = [
  (send, number, removed) => nested(send, 'p', number, removed),
  (send, number, removed) => nested(send, 'q', number, removed),
  async (send, number) => {
    const documents = Array.from({ length: BULK }, (_, at) => ({ $id: `b${number}-${at}`, name: 'x' }));
    const answer = await send('POST', '/collections/rows/bulk', { documents });
    return isDone(answer) && answer.body.total === BULK;
  },
  async (send, number) => {
    const entry = (side: string, amount: number) => ({
      ...{ action: 'create', collectionId: 'entries', documentId: `e${number}-${side}` },
      data: { of: `e${number}`, amount },
    });
    const count = { $increment: 1 };
    const steps = [
      { action: 'update', collectionId: 'counters', documentId: 'all', data: { count } },
      entry('to', number),
      entry('from', -number),
    ];
    return isDone(await send('POST', '/transactions', { steps }));
  },
];

async function seedCollections({ must, server }: Seeded): Promise<void> {
  const post = (path: string, body: object) => must('POST', `/databases${path}`, body, server);
  await post('', { databaseId: 'db', name: 'DB' });
  const kinds: [string, string, string[]][] = [
    ['parents', 'string', ['name']],
    ['children', 'string', ['name']],
    ['rows', 'string', ['name']],
    ['big', 'string', ['name']],
    ['counters', 'integer', ['count']],
    ['entries', 'integer', ['amount']],
  ];
  for (const [collectionId, type, keys] of kinds) {
    await post('/db/collections', { collectionId, name: collectionId });
    for (const key of keys)
      await post(`/db/collections/${collectionId}/attributes/${type}`, { key, size: 100, required: false });
  }
  await post('/db/collections/entries/attributes/string', { key: 'of', size: 20, required: false });
  await post('/db/collections/parents/attributes/relationship', {
    ...{ relatedCollectionId: 'children', type: 'oneToMany', key: 'children', onDelete: 'cascade' },
  });
  for (const [collectionId] of kinds)
    await eventually(async () => {
      const { attributes } = await must(
        'GET',
        `/databases/db/collections/${collectionId}/attributes`,
        undefined,
        server,
      );
      return (attributes as { status: string }[]).every(({ status }) => status === 'available');
    }, 'an attribute is not available');
  await post('/db/collections/counters/documents', { documentId: 'all', data: { count: 0 } });
}
