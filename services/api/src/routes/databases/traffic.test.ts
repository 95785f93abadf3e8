/**
 * Attributes, indexes and relations come and go while documents are written and read, by two API processes on
 * servers.
 */
import { expect, it, jest } from '@jest/globals';
import { makeRequest, replyJson } from '@plinth/http';
import { makeWorld, onBothProfiles, openStage, type World } from '../../scenarios.js';
import { make, settle } from './given.js';

jest.setTimeout(120_000);

const LOOPS = 10;
const ROUNDS = 3;
const things = '/databases/db/collections/things';

type Send = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

/** What was answered, by the kind of call; refusals among them are those of a schema that just changed. */
type Seen = Map<string, number>;

onBothProfiles('a schema under traffic', (stage) => {
  it('changes without an error that is not the client’s, and every part of it settles', async () => {
    const world = await makeWorld(stage());
    await make(world, 'POST', '/databases', { databaseId: 'db', name: 'DB' });
    for (const collectionId of ['things', 'others']) {
      await make(world, 'POST', '/databases/db/collections', { collectionId, name: collectionId });
      const attribute = { key: 'title', size: 20, required: false };
      await make(world, 'POST', `/databases/db/collections/${collectionId}/attributes/string`, attribute);
    }
    await settle(world);
    for (let at = 0; at < 50; at++) await make(world, 'POST', `${things}/documents`, document(`seed${at}`));
    await make(world, 'POST', '/databases/db/collections/others/documents', document('hub'));
    const second = world.connections.store.engine.dialect.name === 'mariadb' ? await openStage('cluster') : null;
    const seen: Seen = new Map();
    const state = { isChanging: true };
    try {
      const sends = [sendBy(world, world.api), ...(second ? [sendBy(world, second.api)] : [])];
      const loops = Array.from({ length: LOOPS }, (_, at) => {
        const send = sends[at % sends.length] ?? sendBy(world, world.api);
        return work(send, `l${at}`, state, seen);
      });
      try {
        await change(world);
      } finally {
        state.isChanging = false;
      }
      await Promise.all(loops);
    } finally {
      await second?.stop();
    }
    const kinds = [...seen.keys()];
    expect(kinds.filter((kind) => / 5\d\d/.test(kind))).toEqual([]);
    // Documents could be written and read all the time.
    const usual = ['create 201', 'get 200', 'list 200', 'update 200', 'delete 204'];
    for (const kind of usual) expect({ kind, count: seen.get(kind) ?? 0 }).not.toEqual({ kind, count: 0 });
    const refused = kinds.filter((kind) => !usual.some((each) => kind.startsWith(each)));
    expect(
      refused.filter((kind) => !/^(list|update) .*(general_argument_invalid|document_invalid_structure)$/.test(kind)),
    ).toEqual([]);

    const { body } = await make(world, 'GET', things);
    const statuses = [...(body.attributes as Part[]), ...(body.indexes as Part[])].map(({ key, status }) => ({
      key,
      status,
    }));
    expect(statuses.filter(({ status }) => status !== 'available')).toEqual([]);
    expect(statuses.map(({ key }) => key).sort()).toEqual(['byTitle2', 'extra2', 'other2', 'title', 'words2']);
    const read = await make(world, 'GET', `${things}/documents/seed1`);
    expect(read.body).toMatchObject({ title: 'Seed seed1', extra2: null, other2: [{ $id: 'hub', title: 'Seed hub' }] });
  });
});

interface Part {
  readonly key: string;
  readonly status: string;
}

const document = (documentId: string) => ({ documentId, data: { title: `Seed ${documentId}` } });

/** Calls with the project's key through one API process. */
function sendBy(world: World, api: World['api']): Send {
  return async (method, path, body) => {
    const headers = { 'x-appwrite-project': world.project.$id, 'x-appwrite-key': world.key };
    const reply = await api.handle(makeRequest({ method, target: `/v1${path}`, body, headers }));
    return { status: reply.status, body: replyJson(reply) };
  };
}

/** Writes and reads documents as long as the schema changes; some calls use what may be there or not. */
async function work(send: Send, name: string, state: { isChanging: boolean }, seen: Seen): Promise<void> {
  const note = async (kind: string, answering: ReturnType<Send>) => {
    const { status, body } = await answering;
    const type = status < 400 ? '' : ` ${(body as { type: string }).type}`;
    const key = `${kind} ${status}${type}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  };
  const list = (...queries: string[]) =>
    send('GET', `${things}/documents?${queries.map((each) => `queries[]=${encodeURIComponent(each)}`).join('&')}`);
  for (let number = 0; state.isChanging; number++) {
    const id = `${name}-${number}`;
    const path = `${things}/documents/${id}`;
    await note('create', send('POST', `${things}/documents`, document(id)));
    await note('get', send('GET', path));
    // It shows documents whose schema is another's.
    await note('get', send('GET', '/databases/db/collections/others/documents/hub'));
    await note('list', list('orderAsc("title")', 'limit(5)'));
    await note('list', list('orderDesc("title")', `cursorBefore("${id}")`, 'limit(5)'));
    const round = number % ROUNDS;
    await note('list', list(`search("title", "seed")`, `equal("extra${round}", ["x"])`, 'limit(5)'));
    await note('update', send('PATCH', path, { data: { title: 'Changed' } }));
    await note('update', send('PATCH', path, { data: { [`extra${round}`]: `x${number}`, title: 'Again' } }));
    if (number % 2) await note('delete', send('DELETE', path));
  }
}

/** Makes an attribute, two indexes and a relation in turn, and takes away those of the round before. */
async function change(world: World): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await make(world, 'POST', `${things}/attributes/string`, { key: `extra${round}`, size: 30, required: false });
    await settle(world);
    await make(world, 'POST', `${things}/indexes`, {
      key: `byTitle${round}`,
      type: 'key',
      attributes: ['title', `extra${round}`],
    });
    await make(world, 'POST', `${things}/indexes`, { key: `words${round}`, type: 'fulltext', attributes: ['title'] });
    const [type, key] = [round === ROUNDS - 1 ? 'oneToMany' : 'manyToOne', `other${round}`];
    await make(world, 'POST', `${things}/attributes/relationship`, {
      ...{ relatedCollectionId: 'others', type, key, twoWay: true, twoWayKey: `thing${round}`, onDelete: 'setNull' },
    });
    await settle(world);
    await make(world, 'PATCH', `${things}/documents/seed1`, {
      data: { [key]: type === 'oneToMany' ? ['hub'] : 'hub' },
    });
    if (round === 0) continue;
    const before = round - 1;
    for (const tail of [`indexes/words${before}`, `attributes/extra${before}`, `attributes/other${before}`])
      await make(world, 'DELETE', `${things}/${tail}`);
    await settle(world);
    await make(world, 'DELETE', `${things}/indexes/byTitle${before}`);
    await settle(world);
  }
}
