/** Documents of related collections, through the routes. Sources: relationships.md, field cases of relationships. */
import { expect, it, jest } from '@jest/globals';
import { type Answer, makeWorld, onBothProfiles, type World } from '../../../../scenarios.js';
import { make, settle } from '../../given.js';

jest.setTimeout(60_000);

type Kind = 'oneToOne' | 'oneToMany' | 'manyToOne' | 'manyToMany';
const KINDS: readonly Kind[] = ['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'];
const manyAtParent = (kind: Kind) => kind === 'oneToMany' || kind === 'manyToMany';
const manyAtChild = (kind: Kind) => kind === 'manyToOne' || kind === 'manyToMany';

interface CollectionOptions {
  readonly permissions?: string[];
  readonly documentSecurity?: boolean;
}

async function collection(world: World, collectionId: string, options: CollectionOptions = {}): Promise<void> {
  await make(world, 'POST', '/databases/db/collections', { collectionId, name: collectionId, ...options });
  await make(world, 'POST', `/databases/db/collections/${collectionId}/attributes/string`, {
    key: 'name',
    size: 20,
    required: false,
  });
}

async function relate(world: World, from: string, to: string, rest: Record<string, unknown>): Promise<void> {
  await make(world, 'POST', `/databases/db/collections/${from}/attributes/relationship`, {
    relatedCollectionId: to,
    ...rest,
  });
  await settle(world);
}

type As = 'key' | 'user' | 'other' | 'guest';
const path = (collectionId: string, tail = '') => `/v1/databases/db/collections/${collectionId}/documents${tail}`;

const create = (
  world: World,
  where: string,
  documentId: string,
  data: unknown,
  as: As = 'key',
  permissions?: string[],
) =>
  world.call({
    method: 'POST',
    path: path(where),
    as,
    body: { documentId, data, ...(permissions ? { permissions } : {}) },
  });
const update = (world: World, where: string, id: string, data: unknown, as: As = 'key') =>
  world.call({ method: 'PATCH', path: path(where, `/${id}`), as, body: { data } });
const remove = (world: World, where: string, id: string, as: As = 'key') =>
  world.call({ method: 'DELETE', path: path(where, `/${id}`), as });
const read = async (world: World, where: string, id: string, as: As = 'key', queries: string[] = []) =>
  world.call({ method: 'GET', path: `${path(where, `/${id}`)}${query(queries)}`, as });
const list = (world: World, where: string, queries: string[] = [], as: As = 'key') =>
  world.call({ method: 'GET', path: `${path(where)}${query(queries)}`, as });
const query = (queries: string[]) =>
  queries.length ? `?${queries.map((each) => `queries[]=${encodeURIComponent(each)}`).join('&')}` : '';

/** IDs that a relation shows: a list, or one, or null. */
function shown(answer: Answer, key: string): unknown {
  const value = answer.body[key] as unknown;
  const id = (each: unknown) => (each as { $id?: string } | null)?.$id ?? null;
  return Array.isArray(value) ? value.map(id) : value === undefined ? undefined : id(value);
}
const idsOf = (answer: Answer) => (answer.body.documents as { $id: string }[]).map(({ $id }) => $id);
const done = (answer: Answer, status: number) => {
  if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

onBothProfiles('documents of related collections', (stage) => {
  async function open(): Promise<World> {
    const world = await makeWorld(stage());
    await make(world, 'POST', '/databases', { databaseId: 'db', name: 'DB' });
    return world;
  }

  async function pair(
    kind: Kind,
    twoWay: boolean,
    onDelete = 'restrict',
    options: CollectionOptions = {},
  ): Promise<World> {
    const world = await open();
    await collection(world, 'authors', options);
    await collection(world, 'books', options);
    await relate(world, 'authors', 'books', { type: kind, twoWay, key: 'books', twoWayKey: 'author', onDelete });
    return world;
  }

  for (const kind of KINDS) {
    const many = manyAtParent(kind);
    const value = (...ids: string[]) => (many ? ids : (ids[0] ?? null));

    for (const twoWay of [true, false]) {
      it(`${kind}${twoWay ? ', two ways' : ''}: links by ID and object, moves and unlinks`, async () => {
        const world = await pair(kind, twoWay);
        done(await create(world, 'books', 'b1', { name: 'one' }), 201);
        done(await create(world, 'books', 'b2', { name: 'two' }), 201);
        const made = done(await create(world, 'authors', 'a1', { name: 'A', books: value('b1') }), 201);
        expect(shown(made, 'books')).toEqual(value('b1'));
        expect(made.body.$internalId).toBeUndefined();
        expect(await read(world, 'authors', 'a1').then(({ body }) => body)).toEqual(made.body);
        const book = done(await read(world, 'books', 'b1'), 200);
        expect(shown(book, 'author')).toEqual(twoWay ? (manyAtChild(kind) ? ['a1'] : 'a1') : undefined);
        // An object without an ID is a new document; the old link goes.
        const changed = done(
          await update(world, 'authors', 'a1', { books: many ? [{ name: 'new' }] : { name: 'new' } }),
          200,
        );
        const [fresh] = [shown(changed, 'books')].flat() as string[];
        expect(done(await read(world, 'books', fresh as string), 200).body).toMatchObject({ name: 'new' });
        expect(shown(await read(world, 'books', 'b1'), 'author')).toEqual(
          twoWay ? (manyAtChild(kind) ? [] : null) : undefined,
        );
        // An object with the ID of a stored document changes it in part.
        const merged = { $id: 'b2', name: 'second' };
        done(await update(world, 'authors', 'a1', { books: many ? [merged] : merged }), 200);
        expect((await read(world, 'books', 'b2')).body).toMatchObject({ name: 'second' });
        const emptied = done(await update(world, 'authors', 'a1', { books: many ? [] : null }), 200);
        expect(shown(emptied, 'books')).toEqual(many ? [] : null);
        expect((await read(world, 'books', 'b2')).status).toBe(200);
      });
    }

    it(`${kind}: is written from the child's side too, and sent back unchanged it stays`, async () => {
      const world = await pair(kind, true);
      done(await create(world, 'authors', 'a1', { name: 'A' }), 201);
      const own = manyAtChild(kind) ? ['a1'] : 'a1';
      const made = done(await create(world, 'books', 'b1', { name: 'B', author: own }), 201);
      expect(shown(made, 'author')).toEqual(own);
      expect(shown(await read(world, 'authors', 'a1'), 'books')).toEqual(value('b1'));
      const before = (await read(world, 'authors', 'a1')).body.$updatedAt;
      done(await update(world, 'books', 'b1', { name: 'C', author: own }), 200);
      const whole = done(await read(world, 'books', 'b1'), 200);
      done(await update(world, 'books', 'b1', whole.body), 200);
      done(await update(world, 'books', 'b1', { name: 'D' }), 200);
      expect(shown(await read(world, 'books', 'b1'), 'author')).toEqual(own);
      // Nothing about the author changed in all this.
      expect((await read(world, 'authors', 'a1')).body.$updatedAt).toBe(before);
    });

    it(`${kind}: takes nothing, and refuses nonsense, on both sides`, async () => {
      const world = await pair(kind, true);
      done(await create(world, 'authors', 'a1', { name: 'A' }), 201);
      expect(shown(await read(world, 'authors', 'a1'), 'books')).toEqual(many ? [] : null);
      for (const [where, key, isMany] of [
        ['authors', 'books', many],
        ['books', 'author', manyAtChild(kind)],
      ] as const) {
        const none = done(await create(world, where, `n-${where}`, { name: 'x', [key]: null }), 201);
        expect(shown(none, key)).toEqual(isMany ? [] : null);
        const unknown = done(
          await create(world, where, `u-${where}`, { name: 'x', [key]: isMany ? ['nobody'] : 'nobody' }),
          201,
        );
        expect(shown(unknown, key)).toEqual(isMany ? [] : null);
        for (const bad of [7, true, isMany ? 'a1' : ['a1'], isMany ? [['a1']] : [], isMany ? [3] : 1.5]) {
          const refused = await create(world, where, `bad-${where}`, { name: 'x', [key]: bad });
          expect([bad, refused.status, refused.body.type]).toEqual([bad, 400, 'document_invalid_structure']);
        }
        expect((await read(world, where, `bad-${where}`)).status).toBe(404);
      }
    });

    for (const onDelete of ['restrict', 'setNull', 'cascade'] as const) {
      it(`${kind}, ${onDelete}: decides what goes with a document, from both sides`, async () => {
        const world = await pair(kind, true, onDelete);
        for (const name of ['1', '2']) {
          done(await create(world, 'books', `b${name}`, { name }), 201);
          done(await create(world, 'authors', `a${name}`, { name, books: value(`b${name}`) }), 201);
        }
        done(await create(world, 'authors', 'alone', { name: 'x' }), 201);
        expect((await remove(world, 'authors', 'alone')).status).toBe(204);
        const parent = await remove(world, 'authors', 'a1');
        const holdsBack = onDelete === 'restrict' && kind !== 'manyToOne';
        expect(parent.status).toBe(holdsBack ? 403 : 204);
        if (holdsBack) expect(parent.body.type).toBe('document_delete_restricted');
        const takesChild = onDelete === 'cascade' && kind !== 'manyToOne';
        const left = await read(world, 'books', 'b1');
        expect(left.status).toBe(takesChild ? 404 : 200);
        if (!holdsBack && !takesChild) expect(shown(left, 'author')).toEqual(manyAtChild(kind) ? [] : null);
        // From the child's side.
        const child = await remove(world, 'books', 'b2');
        const childHolds = onDelete === 'restrict' && kind === 'manyToOne';
        expect(child.status).toBe(childHolds ? 403 : 204);
        const takesParent = onDelete === 'cascade' && (kind === 'manyToOne' || kind === 'oneToOne');
        const other = await read(world, 'authors', 'a2');
        expect(other.status).toBe(takesParent ? 404 : 200);
        if (other.status === 200) expect(shown(other, 'books')).toEqual(childHolds ? value('b2') : many ? [] : null);
      });
    }
  }

  it('shows related documents to the third level and never leads back', async () => {
    const world = await open();
    for (const name of ['a', 'b', 'c', 'd']) await collection(world, name);
    await relate(world, 'a', 'b', { type: 'oneToMany', twoWay: true, key: 'bs', twoWayKey: 'a' });
    await relate(world, 'b', 'c', { type: 'oneToMany', twoWay: true, key: 'cs', twoWayKey: 'b' });
    await relate(world, 'c', 'd', { type: 'oneToMany', twoWay: true, key: 'ds', twoWayKey: 'c' });
    const nested = { name: 'a', bs: [{ $id: 'b1', name: 'b', cs: [{ $id: 'c1', name: 'c', ds: [{ $id: 'd1' }] }] }] };
    const made = done(await create(world, 'a', 'a1', nested), 201);
    expect(made.body).toMatchObject({ name: 'a', bs: [{ $id: 'b1', name: 'b', cs: [{ $id: 'c1', name: 'c' }] }] });
    const [b] = made.body.bs as [{ cs: [object] } & object];
    expect(Object.keys(b)).not.toContain('a');
    expect(Object.keys(b.cs[0])).not.toContain('ds');
    expect(Object.keys(b)).not.toContain('$internalId');
    expect((await read(world, 'd', 'd1')).status).toBe(404); // below what is shown nothing is written
    const c = done(await read(world, 'c', 'c1'), 200);
    expect(c.body).toMatchObject({ b: { $id: 'b1', a: { $id: 'a1' } }, ds: [] });
    const page = done(await list(world, 'a'), 200);
    expect(page.body.documents).toEqual([made.body]);
  });

  it('selects, filters and orders by related fields, and refuses what cannot be', async () => {
    const world = await pair('manyToOne', true);
    for (const [id, name] of [
      ['x', 'Zed'],
      ['y', 'Abe'],
    ] as const)
      done(await create(world, 'books', id, { name }), 201);
    for (const [id, book] of [
      ['1', 'x'],
      ['2', 'y'],
      ['3', null],
      ['4', 'x'],
    ] as const)
      done(await create(world, 'authors', id, { name: `n${id}`, books: book }), 201);
    const asked = async (...queries: string[]) => idsOf(done(await list(world, 'authors', queries), 200));
    expect(await asked('equal("books", ["x"])')).toEqual(['1', '4']);
    expect(await asked('notEqual("books", ["x"])')).toEqual(['2']);
    expect(await asked('isNull("books")')).toEqual(['3']);
    expect(await asked('isNotNull("books")')).toEqual(['1', '2', '4']);
    expect(await asked('equal("books.name", ["abe"])')).toEqual(['2']);
    expect(await asked('orderAsc("books.name")')).toEqual(['3', '2', '1', '4']);
    expect(await asked('orderDesc("books.name")', 'limit(2)', 'cursorAfter("1")')).toEqual(['4', '2']);
    expect(idsOf(done(await list(world, 'books', ['equal("author.name", ["n2"])']), 200))).toEqual(['y']);
    const plain = done(await read(world, 'authors', '1', 'key', ['select(["name"])']), 200);
    expect(Object.keys(plain.body).filter((key) => !key.startsWith('$'))).toEqual(['name']);
    const path = done(await read(world, 'authors', '1', 'key', ['select(["books.name"])']), 200);
    expect(path.body).toMatchObject({ name: 'n1', books: { $id: 'x', name: 'Zed' } });
    const bare = done(await read(world, 'authors', '1', 'key', ['select(["name","books"])']), 200);
    expect(bare.body).toMatchObject({ name: 'n1', books: { name: 'Zed' } });
    for (const [where, query] of [
      ['books', 'equal("author", ["1"])'],
      ['books', 'orderAsc("author.name")'],
      ['authors', 'orderAsc("books")'],
      ['authors', 'search("books", "x")'],
      ['authors', 'equal("books", [1])'],
      ['authors', 'equal("books.nothing", ["x"])'],
      ['authors', 'select(["books.nothing"])'],
      ['authors', 'select(["nothing.name"])'],
    ] as const) {
      const refused = await list(world, where, [query]);
      expect([query, refused.status, refused.body.type]).toEqual([query, 400, 'general_argument_invalid']);
    }
  });

  it('shows and links only what the caller may see and change', async () => {
    const world = await open();
    const { id } = world.user;
    await collection(world, 'authors', { permissions: ['read("users")', 'update("users")', 'create("users")'] });
    await collection(world, 'books', { documentSecurity: true, permissions: [] });
    await relate(world, 'authors', 'books', { type: 'oneToMany', twoWay: true, key: 'books', twoWayKey: 'author' });
    done(await create(world, 'books', 'mine', { name: 'm' }, 'key', [`read("user:${id}")`]), 201);
    done(await create(world, 'books', 'hidden', { name: 'h' }, 'key', []), 201);
    done(
      await create(world, 'books', 'free', { name: 'f' }, 'key', [`read("user:${id}")`, `update("user:${id}")`]),
      201,
    );
    done(await create(world, 'authors', 'a', { name: 'A', books: ['mine', 'hidden'] }), 201);
    const seen = done(await read(world, 'authors', 'a', 'user'), 200);
    expect(shown(seen, 'books')).toEqual(['mine']);
    // A plain field of the parent, the whole document sent back, and a link that may be made.
    done(await update(world, 'authors', 'a', { name: 'B' }, 'user'), 200);
    done(await update(world, 'authors', 'a', seen.body, 'user'), 200);
    expect(shown(await read(world, 'authors', 'a'), 'books')).toEqual(['mine', 'hidden']);
    done(await update(world, 'authors', 'a', { books: ['mine', 'free'] }, 'user'), 200);
    expect(shown(await read(world, 'authors', 'a'), 'books')).toEqual(['mine', 'hidden', 'free']);
    for (const books of [[{ $id: 'mine', name: 'changed' }], [], [{ name: 'new' }], [{ $id: 'hidden' }]]) {
      const refused = await update(world, 'authors', 'a', { name: 'X', books }, 'user');
      expect([books, refused.status, refused.body.type]).toEqual([books, 401, 'user_unauthorized']);
    }
    expect((await read(world, 'authors', 'a')).body).toMatchObject({ name: 'A' });
    expect((await read(world, 'books', 'mine')).body).toMatchObject({ name: 'm' });
  });

  it('holds nested documents to the rules of those that a call names', async () => {
    const world = await pair('oneToMany', true, 'restrict', {
      documentSecurity: true,
      permissions: ['create("users")', 'read("users")'],
    });
    const before = world.changes.length;
    for (const [bad, status, type] of [
      [{ $id: '_x', name: 'x' }, 400, 'general_argument_invalid'],
      [{ $id: 'c', $permissions: ['read("team:else")'] }, 401, 'user_unauthorized'],
      [{ $id: 'c', $permissions: ['nonsense'] }, 400, 'general_argument_invalid'],
      [{ $id: 'c', $permissions: ['create("any")'] }, 400, 'general_argument_invalid'],
      [{ $id: 'c', name: 'x'.repeat(21) }, 400, 'document_invalid_structure'],
      [{ $id: 'c', nothing: 1 }, 400, 'document_invalid_structure'],
    ] as const) {
      const refused = await create(
        world,
        'authors',
        'a',
        { name: 'A', books: [{ $id: 'good', name: 'g' }, bad] },
        'user',
      );
      expect([bad, refused.status, refused.body.type]).toEqual([bad, status, type]);
    }
    for (const id of ['c', 'good']) expect((await read(world, 'books', id)).status).toBe(404);
    expect((await read(world, 'authors', 'a')).status).toBe(404);
    expect(world.changes.length).toBe(before);
    const mine = [`read("user:${world.user.id}")`];
    const made = done(
      await create(
        world,
        'authors',
        'a',
        { name: 'A', books: [{ $id: 'unique()' }, { $id: 'own', $permissions: [] }] },
        'user',
        mine,
      ),
      201,
    );
    const books = made.body.books as { $id: string; $permissions: string[] }[];
    expect(books.map(({ $permissions }) => $permissions)).toEqual([mine, []]);
    expect(books[0]?.$id).toMatch(/^[0-9a-f]{20}$/);
    // One change is told of: that of the document which the call names, whole.
    const told = world.changes.slice(before);
    expect(told.map(({ events }) => events[0])).toEqual(['databases.db.collections.authors.documents.a.create']);
    expect(JSON.parse(told[0]?.payload ?? '{}')).toEqual(made.body);
  });

  it('follows a deletion to its end, and undoes it where something holds back', async () => {
    const world = await open();
    for (const name of ['a', 'b', 'c']) await collection(world, name);
    await relate(world, 'a', 'b', { type: 'oneToMany', twoWay: true, key: 'bs', twoWayKey: 'a', onDelete: 'cascade' });
    await relate(world, 'b', 'c', { type: 'oneToMany', twoWay: true, key: 'cs', twoWayKey: 'b', onDelete: 'cascade' });
    const tree = (id: string) => ({ name: id, bs: [{ $id: `${id}b`, cs: [{ $id: `${id}c` }] }] });
    for (const id of ['x', 'y']) done(await create(world, 'a', id, tree(id)), 201);
    const before = world.changes.length;
    expect((await remove(world, 'a', 'x')).status).toBe(204);
    expect(world.changes.slice(before).map(({ events }) => events[0])).toEqual([
      'databases.db.collections.a.documents.x.delete',
    ]);
    for (const [where, id] of [
      ['a', 'x'],
      ['b', 'xb'],
      ['c', 'xc'],
    ] as const)
      expect([id, (await read(world, where, id)).status]).toEqual([id, 404]);
    const changed = await world.call({
      method: 'PATCH',
      path: '/v1/databases/db/collections/b/attributes/cs/relationship',
      as: 'key',
      body: { onDelete: 'restrict' },
    });
    expect(changed).toMatchObject({ status: 200, body: { onDelete: 'restrict' } });
    const refused = await remove(world, 'a', 'y');
    expect([refused.status, refused.body.type]).toEqual([403, 'document_delete_restricted']);
    for (const [where, id] of [
      ['a', 'y'],
      ['b', 'yb'],
      ['c', 'yc'],
    ] as const)
      expect([id, (await read(world, where, id)).status]).toEqual([id, 200]);
  });

  it('links each of a list once, leaves unknown ones out, and keeps two relations apart', async () => {
    const world = await open();
    await collection(world, 'a');
    await collection(world, 'b');
    await relate(world, 'a', 'b', { type: 'manyToMany', twoWay: true, key: 'one', twoWayKey: 'oneBack' });
    await relate(world, 'a', 'b', { type: 'manyToMany', twoWay: true, key: 'two', twoWayKey: 'twoBack' });
    for (const id of ['b1', 'b2', 'b3']) done(await create(world, 'b', id, { name: id }), 201);
    const made = done(await create(world, 'a', 'a1', { one: ['b2', 'b1', 'b2', 'B2', 'nobody'], two: ['b3'] }), 201);
    expect(shown(made, 'one')).toEqual(['b2', 'b1']);
    expect(shown(made, 'two')).toEqual(['b3']);
    expect(shown(await read(world, 'b', 'b2'), 'oneBack')).toEqual(['a1']);
    const gone = await world.call({
      method: 'DELETE',
      path: '/v1/databases/db/collections/a/attributes/one',
      as: 'key',
    });
    expect(gone.status).toBe(204);
    await settle(world);
    const left = done(await read(world, 'a', 'a1'), 200);
    expect(left.body.one).toBeUndefined();
    expect(shown(left, 'two')).toEqual(['b3']);
    const schema = await world.call({ method: 'GET', path: '/v1/databases/db/collections/b/attributes', as: 'key' });
    expect((schema.body.attributes as { key: string }[]).map(({ key }) => key)).toEqual(['name', 'twoBack']);
  });

  it('refuses a partner that another document has', async () => {
    const world = await pair('oneToOne', true);
    done(await create(world, 'books', 'b', { name: 'b' }), 201);
    done(await create(world, 'authors', 'a1', { books: 'b' }), 201);
    for (const refused of [
      await create(world, 'authors', 'a2', { books: 'b' }),
      await create(world, 'books', 'b2', { author: 'a1' }),
    ])
      expect([refused.status, refused.body.type]).toEqual([409, 'document_already_exists']);
    expect(shown(await read(world, 'books', 'b'), 'author')).toBe('a1');
  });

  it('keeps every link when both sides of a relation are written at once', async () => {
    const world = await open();
    await collection(world, 'a');
    await collection(world, 'b');
    await relate(world, 'a', 'b', { type: 'manyToMany', twoWay: true, key: 'bs', twoWayKey: 'as' });
    const ids = Array.from({ length: 6 }, (_, at) => String(at));
    for (const id of ids) {
      done(await create(world, 'a', `a${id}`, { name: id }), 201);
      done(await create(world, 'b', `b${id}`, { name: id }), 201);
    }
    const all = (letter: string) => ids.map((id) => `${letter}${id}`);
    const answers = await Promise.all([
      ...ids.map((id) => update(world, 'a', `a${id}`, { bs: all('b') })),
      ...ids.map((id) => update(world, 'b', `b${id}`, { as: all('a') })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const id of ids) {
      expect((shown(await read(world, 'a', `a${id}`), 'bs') as string[]).sort()).toEqual(all('b'));
      expect((shown(await read(world, 'b', `b${id}`), 'as') as string[]).sort()).toEqual(all('a'));
    }
  });

  it('relates a collection to itself', async () => {
    const world = await open();
    await collection(world, 'people');
    await relate(world, 'people', 'people', { type: 'oneToMany', twoWay: true, key: 'reports', twoWayKey: 'boss' });
    done(await create(world, 'people', 'boss', { name: 'B', reports: [{ $id: 'one' }, { $id: 'two' }] }), 201);
    expect(shown(await read(world, 'people', 'boss'), 'reports')).toEqual(['one', 'two']);
    expect(shown(await read(world, 'people', 'one'), 'boss')).toBe('boss');
    expect(shown(await read(world, 'people', 'boss'), 'boss')).toBe(null);
  });

  it('loses the relation, not the documents, when the other collection goes', async () => {
    const world = await pair('oneToMany', true);
    done(await create(world, 'authors', 'a', { name: 'A', books: [{ $id: 'b' }] }), 201);
    const gone = await world.call({ method: 'DELETE', path: '/v1/databases/db/collections/books', as: 'key' });
    expect(gone.status).toBe(204);
    const left = done(await read(world, 'authors', 'a'), 200);
    expect(left.body.books).toBeUndefined();
    await settle(world);
    const schema = await world.call({
      method: 'GET',
      path: '/v1/databases/db/collections/authors/attributes',
      as: 'key',
    });
    expect((schema.body.attributes as { key: string }[]).map(({ key }) => key)).toEqual(['name']);
    done(await update(world, 'authors', 'a', { name: 'still' }), 200);
  });
});
