import { expect, it, jest } from '@jest/globals';
import type { Connection } from '@plinth/database';
import { broadcasts, type InvalidateMessage } from '@plinth/definitions';
import { type Caller, makeWorld, onBothProfiles, type World } from '../../../../scenarios.js';
import { make, settle } from '../../given.js';
import { givenCollection, givenDocument } from './given.js';

const path = '/v1/databases/db/collections/things/documents';

/** What a request costs the database, once project, caller and schema are kept. */
onBothProfiles('the statements of a document request', (stage) => {
  async function warm(): Promise<World> {
    const world = await makeWorld(stage());
    let note: () => void = () => undefined;
    const noted = new Promise<void>((resolve) => {
      note = resolve;
    });
    const heard = await world.connections.bus.on(broadcasts.invalidate, 'project', (message: InvalidateMessage) => {
      if (message.kind === 'project' && message.projectId === world.project.$id) note();
    });
    await givenCollection(world, { permissions: ['create("users")', 'update("users")'], documentSecurity: true });
    await givenDocument(world, 'one', { title: 'A', count: 1 }, ['read("any")']);
    // The key's first use is noted beside the request and drops the kept project once more.
    await noted;
    await heard.stop();
    while ((await sentBy(world, { method: 'GET', path: `${path}/one`, as: 'user' })).length > 1);
    return world;
  }

  async function sentBy(world: World, call: Parameters<World['call']>[0]): Promise<string[]> {
    const { engine } = world.connections.store;
    const sent: string[] = [];
    engine.watch((sql) =>
      sent.push(
        sql
          .replaceAll('`', '')
          .replace(/ (OR )?IGNORE/, '')
          .replace(/p\d+_c\d+/g, 'T')
          .split(' ')
          .slice(0, 3)
          .join(' '),
      ),
    );
    const answer = await world.call(call);
    engine.watch(null);
    expect(answer.status).toBeLessThan(300);
    return sent;
  }

  it('a get is one select, and none until the next write', async () => {
    const world = await warm();
    const get = () => sentBy(world, { method: 'GET', path: `${path}/one`, as: 'user' });
    await givenDocument(world, 'another', { count: 2 }, []);
    const sent = await get();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^SELECT /);
    expect(await get()).toEqual([]);
    await givenDocument(world, 'third', { count: 3 }, []);
    expect(await get()).toHaveLength(1);
  });

  it('a page that tells its total is one select, one that does not is two, and none until the next write', async () => {
    const world = await warm();
    for (let at = 0; at < 30; at++) await givenDocument(world, `more${at}`, { count: at }, ['read("any")']);
    const list = (query: string) =>
      sentBy(world, { method: 'GET', path: `${path}?queries[]=${encodeURIComponent(query)}`, as: 'user' });
    expect(await list('limit(100)')).toHaveLength(1);
    expect(await list('limit(10)')).toHaveLength(2);
    expect(await list('limit(10)')).toEqual([]);
    await givenDocument(world, 'another', { count: 1 }, ['read("any")']);
    expect(await list('limit(10)')).toHaveLength(2);
  });

  it('a create inserts the row, its grants and its message', async () => {
    const world = await warm();
    const sent = await sentBy(world, {
      method: 'POST',
      path,
      as: 'user',
      body: { documentId: 'new', data: { title: 'B' } },
    });
    expect(sent).toEqual(['INSERT INTO T', 'INSERT INTO T_perm', 'INSERT INTO messages']);
  });

  it('an update selects under the lock, writes the row and its message', async () => {
    const world = await warm();
    const sent = await sentBy(world, {
      method: 'PATCH',
      path: `${path}/one`,
      as: 'user',
      body: { data: { count: 2 } },
    });
    expect(sent.map((sql) => sql.split(' ')[0])).toEqual(['SELECT', 'UPDATE', 'INSERT']);
  });

  it('a change by operators costs no statement more', async () => {
    const world = await warm();
    const sent = await sentBy(world, {
      method: 'PATCH',
      path: `${path}/one`,
      as: 'user',
      body: { data: { count: { $increment: 2 }, tags: { $append: ['x'] }, done: { $toggle: true } } },
    });
    expect(sent.map((sql) => sql.split(' ')[0])).toEqual(['SELECT', 'UPDATE', 'INSERT']);
  });

  it('the steps of a transaction cost what single writes do', async () => {
    const world = await warm();
    const step = { collectionId: 'things' };
    const sent = await sentBy(world, {
      method: 'POST',
      path: '/v1/databases/db/transactions',
      as: 'key',
      body: {
        steps: [
          { ...step, action: 'create', documentId: 'a', data: { title: 'A' }, permissions: ['read("any")'] },
          { ...step, action: 'update', documentId: 'one', data: { count: { $increment: 1 } } },
          { ...step, action: 'upsert', documentId: 'b', data: { title: 'B' } },
          { ...step, action: 'delete', documentId: 'a' },
        ],
      },
    });
    expect(sent.map((sql) => sql.replace(/^SELECT .*/, 'SELECT'))).toEqual([
      ...['INSERT INTO T', 'INSERT INTO T_perm'],
      ...['SELECT', 'UPDATE T SET'],
      ...['SELECT', 'INSERT INTO T'],
      ...['SELECT', 'DELETE FROM T_perm', 'DELETE FROM T'],
      // One for all steps.
      'INSERT INTO messages',
    ]);
  });
});

const documentsOf = (collectionId: string, tail = '') =>
  `/v1/databases/db/collections/${collectionId}/documents${tail}`;
const query = (...queries: string[]) => `?${queries.map((each) => `queries[]=${encodeURIComponent(each)}`).join('&')}`;

const COLLECTIONS = ['authors', 'books', 'tags', 'covers', 'notes'];
const AUTHORS = 30;
const BOOKS_EACH = 3;

/** Authors with books, books with tags and a cover: a relation of every kind of home. */
onBothProfiles('the statements of related documents', (stage) => {
  async function related(): Promise<World> {
    const world = await makeWorld(stage());
    await make(world, 'POST', '/databases', { databaseId: 'db', name: 'DB' });
    for (const collectionId of ['authors', 'books', 'tags', 'covers']) {
      const permissions = ['read("any")'];
      await make(world, 'POST', '/databases/db/collections', { collectionId, name: collectionId, permissions });
      const attribute = { key: 'name', size: 20, required: false };
      await make(world, 'POST', `/databases/db/collections/${collectionId}/attributes/string`, attribute);
    }
    const relate = (from: string, relatedCollectionId: string, type: string, key: string, onDelete: string) =>
      make(world, 'POST', `/databases/db/collections/${from}/attributes/relationship`, {
        ...{ relatedCollectionId, type, key, onDelete, twoWay: from === 'authors', twoWayKey: 'author' },
      });
    await relate('authors', 'books', 'oneToMany', 'books', 'cascade');
    await relate('books', 'tags', 'manyToMany', 'tags', 'setNull');
    await relate('books', 'covers', 'manyToOne', 'cover', 'setNull');
    await settle(world);
    for (const at of [1, 2]) await make(world, 'POST', '/databases/db/collections/tags/documents', tag(`t${at}`));
    for (let author = 0; author < AUTHORS; author++) await make(world, ...newAuthor(author));
    return world;
  }

  const tag = (documentId: string) => ({ documentId, data: { name: documentId } });

  function newAuthor(number: number): [string, string, object] {
    const books = Array.from({ length: BOOKS_EACH }, (_, at) => ({
      ...{ $id: `b${number}-${at}`, name: `B${at}`, tags: ['t1', 't2'], cover: { name: 'C' } },
    }));
    const body = { documentId: `a${number}`, data: { name: `A${number % 7}`, books } };
    return ['POST', '/databases/db/collections/authors/documents', body];
  }

  interface Sent {
    readonly sql: string;
    readonly table: string;
  }

  /** The statements over documents and links, by what they do and to which table. */
  async function sentBy(world: World, method: string, target: string, body?: unknown, as: Caller = 'key') {
    const tables = await tablesOf(world);
    const { engine } = world.connections.store;
    const sent: string[] = [];
    engine.watch((sql) => sent.push(sql));
    const answer = await world.call({ method, path: target, as, body });
    engine.watch(null);
    expect(answer.status).toBeLessThan(300);
    return sent.flatMap((sql): Sent[] => {
      const [name = ''] = sql.match(/p\d+_[cl]\d+\w*/) ?? [];
      return name === '' ? [] : [{ sql, table: tables.get(name) ?? (name.includes('_l') ? 'links' : name) }];
    });
  }

  async function tablesOf(world: World): Promise<Map<string, string>> {
    const { projects, collections } = world.connections;
    const project = await projects.open(world.project.$id);
    const names = new Map<string, string>();
    for (const id of COLLECTIONS) {
      const opened = project && (await collections.open(project, 'db', id));
      if (opened) names.set(opened.collection.schema.table, id);
    }
    return names;
  }

  const shapes = (sent: readonly Sent[]) => sent.map(({ sql, table }) => `${sql.trim().split(' ')[0]} ${table}`);
  const get = (world: World, id: string, ...queries: string[]) =>
    sentBy(world, 'GET', documentsOf('authors', `/${id}${queries.length ? query(...queries) : ''}`));
  const list = (world: World, ...queries: string[]) => sentBy(world, 'GET', documentsOf('authors') + query(...queries));

  it('are one for every relation and level, whatever the number of parents, and none until a write', async () => {
    const world = await related();
    const levels = ['SELECT authors', 'SELECT books', 'SELECT covers', 'SELECT links'];
    expect(shapes(await get(world, 'a1')).sort()).toEqual(levels);
    expect(await get(world, 'a1')).toEqual([]);
    const one = shapes(await list(world, 'limit(1)')).sort();
    const many = shapes(await list(world, 'limit(25)')).sort();
    // The first is the total, which the page does not tell.
    expect(one).toEqual(['SELECT authors', ...levels]);
    // It is kept by now: the second page asks for its own rows only.
    expect(many).toEqual(levels);
    expect(await list(world, 'limit(25)')).toEqual([]);
    await make(world, 'POST', '/databases/db/collections/covers/documents', { data: { name: 'x' }, ...unique });
    expect(shapes(await list(world, 'limit(25)'))).toEqual(['SELECT covers']);
    await make(world, 'PATCH', '/databases/db/collections/books/documents/b1-1', { data: { tags: ['t2'] } });
    expect(shapes(await list(world, 'limit(25)')).sort()).toEqual(['SELECT books', 'SELECT links']);
  });

  const unique = { documentId: 'unique()' };

  it('load what is selected and nothing else', async () => {
    const world = await related();
    expect(shapes(await list(world, 'select(["name"])', 'limit(3)', 'offset(1)'))).toEqual([
      'SELECT authors',
      'SELECT authors',
    ]);
    expect(shapes(await get(world, 'a2', 'select(["name", "books.name"])'))).toEqual([
      'SELECT authors',
      'SELECT books',
    ]);
  });

  it('of a nested creation look up and write every document and set of links once', async () => {
    const world = await related();
    const [method, target, body] = newAuthor(AUTHORS);
    const sent = shapes(await sentBy(world, method, `/v1${target}`, body));
    const times = (shape: string) => sent.filter((each) => each === shape).length;
    expect({
      authors: times('INSERT authors'),
      books: times('INSERT books'),
      covers: times('INSERT covers'),
      links: times('INSERT links'),
      // The new books are looked up together; tags by their IDs, and covers by new ones, for each book.
      found: [times('SELECT authors'), times('SELECT books'), times('SELECT tags'), times('SELECT covers')],
    }).toEqual({
      ...{ authors: 1, books: BOOKS_EACH, covers: BOOKS_EACH, links: BOOKS_EACH },
      // One more of books and covers each shows the answer.
      found: [0, 2, BOOKS_EACH, BOOKS_EACH + 1],
    });
    expect(sent).toHaveLength(1 + BOOKS_EACH * 3 + 2 + BOOKS_EACH + BOOKS_EACH + 1 + 1);
  });

  it('of a cascading deletion are as many for one book as for many', async () => {
    const world = await related();
    const remove = async (id: string) => shapes(await sentBy(world, 'DELETE', documentsOf('authors', `/${id}`)));
    const many = await remove('a3');
    await make(world, 'PATCH', '/databases/db/collections/authors/documents/a4', { data: { books: ['b4-0'] } });
    expect((await remove('a4')).sort()).toEqual(many.sort());
  });

  /** How the engine reads, a text for each table of a request's statements. */
  async function explain(world: World, target: string, as: Caller): Promise<string[]> {
    const { engine } = world.connections.store;
    const calls: Parameters<Connection['all']>[] = [];
    const noting = (connection: Pick<Connection, 'all'>): Connection['all'] => {
      const all = connection.all.bind(connection);
      return (...call) => {
        calls.push(call);
        return all(...call);
      };
    };
    const [all, snapshot] = [noting(engine), engine.snapshot.bind(engine)];
    const spies = [
      jest.spyOn(engine, 'all').mockImplementation(all),
      jest
        .spyOn(engine, 'snapshot')
        .mockImplementation((read) =>
          snapshot((connection) => read({ all: noting(connection), run: connection.run.bind(connection) })),
        ),
    ];
    const answer = await world.call({ method: 'GET', path: target, as });
    for (const spy of spies) spy.mockRestore();
    expect(answer.status).toBe(200);
    const isMariadb = engine.dialect.name === 'mariadb';
    const plans: string[] = [];
    for (const [sql, values] of calls.filter(([sql]) => /p\d+_[cl]\d+/.test(sql))) {
      const rows = await engine.all(`EXPLAIN ${isMariadb ? '' : 'QUERY PLAN '}${sql}`, values);
      plans.push(...rows.map((row) => (isMariadb ? `${row[2]} ${row[3]} ${row[5]}` : String(row[3]))));
    }
    return plans;
  }

  /** Tables of documents and links that are read from end to end, and not in the order of an index. */
  const fullScans = (plans: readonly string[]) =>
    plans.filter((plan) => /^SCAN [tlp]\d?$/.test(plan) || /^[tlp]\d? ALL /.test(plan));

  it('are served by indexes', async () => {
    const world = await related();
    const index = { key: 'byName', type: 'key', attributes: ['name'] };
    await make(world, 'POST', '/databases/db/collections/authors/indexes', index);
    await settle(world);
    await givenMany(world);
    for (const [target, as] of [
      [documentsOf('authors', '/a1'), 'key'],
      [documentsOf('authors') + query('equal("name", ["A1"])', 'limit(5)'), 'key'],
      [documentsOf('authors') + query('orderDesc("name")', 'limit(6)'), 'key'],
      [documentsOf('authors') + query('orderDesc("$createdAt")', 'limit(6)', 'offset(3)'), 'key'],
      [documentsOf('authors') + query('orderDesc("name")', 'cursorAfter("m1-7")', 'limit(6)'), 'key'],
      [documentsOf('authors') + query('orderAsc("name")', 'cursorAfter("m1-7")', 'limit(6)'), 'key'],
      [documentsOf('authors') + query('equal("name", ["A1"])', 'cursorAfter("a1")', 'limit(7)'), 'key'],
      [documentsOf('books') + query('equal("author", ["a2"])', 'limit(8)'), 'key'],
      [documentsOf('books') + query('equal("cover", ["none"])', 'limit(8)'), 'key'],
      [documentsOf('books') + query('equal("author.name", ["A3"])', 'limit(9)'), 'guest'],
    ] as const) {
      const plans = await explain(world, target, as);
      expect({ target, plans, full: fullScans(plans), isAny: plans.length > 0 }).toMatchObject({
        ...{ target, full: [], isAny: true },
      });
    }
  });

  it('look grants up by their index, document by document in the order of the page', async () => {
    const world = await related();
    await make(world, 'POST', '/databases/db/collections', {
      ...{ collectionId: 'notes', name: 'Notes', documentSecurity: true },
    });
    await settle(world);
    await givenMany(world);
    const plans = await explain(world, documentsOf('notes') + query('limit(10)'), 'user');
    const grants = plans.filter((plan) => /^(SEARCH )?p /.test(plan));
    expect({ plans, isAny: grants.length > 0 }).toMatchObject({ isAny: true });
    expect(fullScans(plans).filter((plan) => plan !== 'SCAN t')).toEqual([]);
  });

  /** With few rows a server would rightly read them all. */
  async function givenMany(world: World): Promise<void> {
    const { store, projects, collections } = world.connections;
    const project = await projects.open(world.project.$id);
    for (const id of COLLECTIONS) {
      const opened = project && (await collections.read(project, 'db', id));
      if (!opened) continue;
      const { collection } = opened;
      for (let chunk = 0; chunk < 4; chunk++) {
        await store.write((transaction) => {
          const writer = transaction.in(world.project.$internalId);
          for (let at = 0; at < 500; at++) {
            const $permissions = id === 'notes' && at % 10 === 0 ? [`read("user:${world.user.id}")`] : [];
            const name = id === 'notes' ? {} : { name: `N${at}` };
            writer.append(collection, { $id: `m${chunk}-${at}`, ...name, $permissions });
          }
        });
      }
      if (store.engine.dialect.name === 'mariadb')
        await store.engine.alter([`ANALYZE TABLE ${collection.name}, ${collection.permissionTable}`]);
    }
  }
});
