/** The suite that every database adapter passes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Access, BYPASS } from './document.js';
import type { Engine } from './engine.js';
import {
  CursorError,
  DuplicateError,
  ForbiddenError,
  NotFoundError,
  QueryError,
  StaleError,
  StructureError,
} from './errors.js';
import { isoTime } from './ids.js';
import { purge } from './purge.js';
import { parseQuery } from './queries/query.js';
import type { AttributeSchema, Collection, CollectionSchema } from './schema.js';
import { Store } from './store.js';
import { createIndex, createTables, dropTables, fillTokens } from './tables.js';

const plain = { seal: (text: string) => `sealed:${text}`, open: (text: string) => text.slice(7) };
const run = Number.parseInt(randomBytes(3).toString('hex'), 16);
let tableNumber = 0;

export function attribute(
  key: string,
  rest: Partial<AttributeSchema> & Pick<AttributeSchema, 'type'>,
): AttributeSchema {
  const size = rest.size ?? (rest.type === 'string' ? 255 : 0);
  return {
    key,
    column: `a${[...key].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) % 1_000_000}`,
    array: false,
    required: false,
    default: null,
    format: '',
    shadow: rest.type === 'string' && !rest.array && size <= 16383,
    ...rest,
    size,
  };
}

/** Makes a fresh user collection with these attributes. */
export async function makeCollection(
  store: Store,
  schema: Partial<CollectionSchema> & Pick<CollectionSchema, 'attributes'>,
): Promise<Collection> {
  const collection = store.compile({
    table: `p${run}_c${++tableNumber}`,
    shared: false,
    scope: null,
    indexes: [],
    permissions: [],
    documentSecurity: false,
    strict: true,
    version: 1,
    constants: { $databaseId: 'db', $collectionId: 'things' },
    ...schema,
  });
  await store.engine.alter(createTables(collection));
  for (const index of collection.schema.indexes) {
    await store.engine.alter(createIndex(collection, index));
    if (index.type === 'fulltext') await fillTokens(store, collection, index, async () => undefined);
  }
  return collection;
}

const queries = (...texts: string[]) => texts.map(parseQuery);
const roles = (...list: string[]): Access => ({ roles: list });

export function databaseContract(name: string, open: () => Promise<Engine>): void {
  describe(`${name}: the document store`, () => {
    let store: Store;
    const project = run;

    beforeAll(async () => {
      store = await Store.open(await open(), { cipher: plain });
    });
    afterAll(async () => {
      await store.close();
    });

    const things = () =>
      makeCollection(store, {
        attributes: [
          attribute('title', { type: 'string' }),
          attribute('count', { type: 'integer' }),
          attribute('ratio', { type: 'double' }),
          attribute('done', { type: 'boolean' }),
          attribute('at', { type: 'datetime' }),
          attribute('tags', { type: 'string', array: true }),
        ],
        indexes: [{ key: 'byCount', id: 1, type: 'key', attributes: ['count'], orders: [], available: true }],
        documentSecurity: true,
      });

    it('commits messages that are together larger than a statement may be', async () => {
      const body = 'x'.repeat(1_500_000);
      const { messages } = await store.write((tx) =>
        tx.enqueue(Array.from({ length: 20 }, () => ({ name: `large${run}`, body }))),
      );
      expect(await store.messages.size(`large${run}`)).toBe(20);
      await store.messages.remove(messages.map(({ id }) => id));
    });

    it('gives every scalar type back as it was stored, 64-bit numbers to the digit', async () => {
      const collection = await things();
      const data = {
        title: 'Zwölf Bücher',
        count: 9223372036854775807n,
        ratio: 5e-324,
        done: false,
        at: '2030-01-31T12:00:00.123+00:00',
        tags: ['a', null, 'b"c'],
      };
      const written = await store.write((tx) =>
        tx.in(project).create(collection, { $id: 'one', $permissions: ['read("any")'], ...data }),
      );
      const read = await store.in(project).get(collection, 'one');
      expect(read).toEqual(written.value);
      expect(read).toMatchObject({
        ...data,
        $id: 'one',
        $permissions: ['read("any")'],
        $databaseId: 'db',
        $collectionId: 'things',
      });
      expect(Object.keys(read ?? {})[0]).toBe('title');
    });

    it('refuses an ID twice, in any case, and gives the stored spelling', async () => {
      const collection = await things();
      await store.write((tx) => tx.in(project).create(collection, { $id: 'Abc' }));
      await expect(store.write((tx) => tx.in(project).create(collection, { $id: 'abc' }))).rejects.toThrow(
        DuplicateError,
      );
      await expect(store.write((tx) => void tx.in(project).append(collection, { $id: 'ABC' }))).rejects.toThrow(
        DuplicateError,
      );
      expect((await store.in(project).get(collection, 'abc'))?.$id).toBe('Abc');
    });

    it('commits nothing of a transaction that fails, messages included', async () => {
      const collection = await things();
      await store.write((tx) => tx.in(project).create(collection, { $id: 'there' }));
      const attempt = store.write((tx) => {
        tx.in(project).append(collection, { $id: 'fresh' });
        tx.enqueue([{ name: `none${run}`, body: {} }]);
        tx.in(project).append(collection, { $id: 'there' });
      });
      await expect(attempt).rejects.toThrow(DuplicateError);
      expect(await store.in(project).get(collection, 'fresh')).toBeNull();
      expect(await store.messages.size(`none${run}`)).toBe(0);
    });

    it('lets many writers at once each have their own outcome', async () => {
      const collection = await things();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, () => store.write((tx) => tx.in(project).create(collection, { $id: 'same' }))),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(
        outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.reason instanceof DuplicateError),
      ).toHaveLength(29);
    });

    it('writes only the keys that a change names, so that two changes at once both stay', async () => {
      const collection = await things();
      await store.write((tx) => tx.in(project).create(collection, { $id: 'shared', title: 'a', count: 1 }));
      await Promise.all([
        store.write((tx) => tx.in(project).update(collection, 'shared', { title: 'b' })),
        store.write((tx) => tx.in(project).update(collection, 'shared', { count: 2 })),
      ]);
      expect(await store.in(project).get(collection, 'shared')).toMatchObject({ title: 'b', count: 2 });
    });

    it('refuses changes in the order missing, forbidden, stale, ill-formed', async () => {
      const collection = await things();
      await store.write((tx) =>
        tx.in(project).create(collection, { $id: 'guarded', $permissions: ['update("user:a")'] }),
      );
      const change = (id: string, data: Record<string, unknown>, options: object) =>
        store.write((tx) => tx.in(project).update(collection, id, data, options));
      const old = isoTime(Date.now() - 60_000);
      await expect(change('absent', { count: 'x' }, { access: roles('user:b') })).rejects.toThrow(NotFoundError);
      await expect(
        change('guarded', { count: 'x' }, { access: roles('user:b'), ifNotChangedSince: old }),
      ).rejects.toThrow(ForbiddenError);
      await expect(
        change('guarded', { count: 'x' }, { access: roles('user:a'), ifNotChangedSince: old }),
      ).rejects.toThrow(StaleError);
      await expect(change('guarded', { count: 'x' }, { access: roles('user:a') })).rejects.toThrow(StructureError);
      await change('guarded', { count: 5 }, { access: roles('user:a') });
    });

    it('lists by document grants, and counts only what may be read', async () => {
      const collection = await things();
      await store.write((tx) => {
        for (let at = 0; at < 30; at++) {
          tx.in(project).append(collection, {
            $id: `d${at}`,
            count: at,
            $permissions: at % 3 === 0 ? ['read("user:a")'] : ['read("user:b")'],
          });
        }
      });
      const mine = await store
        .in(project)
        .list(collection, queries('limit(4)', 'orderDesc("count")'), { access: roles('any', 'user:a') });
      expect(mine.total).toBe(10);
      expect(mine.rows.map(({ count }) => count)).toEqual([27, 24, 21, 18]);
      expect((await store.in(project).list(collection, [], { access: roles('any') })).total).toBe(0);
      expect((await store.in(project).list(collection, queries('limit(0)'), { access: BYPASS })).total).toBe(30);
    });

    it('pages by cursor over ties and nulls, both ways, each row once in one order', async () => {
      const collection = await things();
      await store.write((tx) => {
        for (let at = 0; at < 60; at++) {
          tx.in(project).append(collection, {
            $id: `r${at}`,
            count: at % 3 === 0 ? null : at % 4,
            title: `t${at % 5}`,
          });
        }
      });
      for (const orders of [
        ['orderAsc("count")'],
        ['orderDesc("count")'],
        ['orderDesc("count")', 'orderAsc("title")'],
        ['orderAsc("$id")'],
        ['orderDesc("")'],
        [],
      ]) {
        const all = (await store.in(project).list(collection, queries(...orders, 'limit(100)'))).rows.map(
          ({ $id }) => $id,
        );
        expect(new Set(all).size).toBe(60);
        for (const size of [1, 7, 50]) {
          const seen: string[] = [];
          for (let last = ''; ; ) {
            const page = await store
              .in(project)
              .list(collection, queries(...orders, `limit(${size})`, ...(last ? [`cursorAfter("${last}")`] : [])));
            expect(page.total).toBe(60);
            seen.push(...page.rows.map(({ $id }) => $id));
            if (page.rows.length < size) break;
            last = seen.at(-1) ?? '';
          }
          expect(seen).toEqual(all);
        }
        const before = await store
          .in(project)
          .list(collection, queries(...orders, 'limit(5)', `cursorBefore("${all[20]}")`));
        expect(before.rows.map(({ $id }) => $id)).toEqual(all.slice(15, 20));
      }
    });

    it('compares text without case, accents and trailing blanks', async () => {
      const collection = await things();
      await store.write((tx) => {
        for (const [at, title] of ['Éclair', 'eclair', 'ECLAIR ', 'straße', 'zebra', '', 'οδός'].entries())
          tx.in(project).append(collection, { $id: `t${at}`, title });
      });
      const find = async (query: string) =>
        (await store.in(project).list(collection, queries(query))).rows.map(({ $id }) => $id);
      expect(await find('equal("title", ["eclair"])')).toEqual(['t0', 't1', 't2']);
      expect(await find('equal("title", ["STRASSE"])')).toEqual(['t3']);
      expect(await find('equal("title", ["STRAẞE"])')).toEqual(['t3']);
      expect(await find('equal("title", ["ΟΔΟΣ"])')).toEqual(['t6']);
      expect(await find('startsWith("title", "ΟΔΟΣ")')).toEqual(['t6']);
      expect(await find('startsWith("title", "ÉC")')).toEqual(['t0', 't1', 't2']);
      expect(await find('endsWith("title", "bra")')).toEqual(['t4']);
      expect(await find('startsWith("title", "%")')).toEqual([]);
      expect(await find('notEqual("title", [""])')).toEqual(['t0', 't1', 't2', 't3', 't4', 't6']);
      expect(await find('equal("title", [""])')).toEqual(['t5']);
      expect(await find('notEqual("title", ["zebra", "", "straße", "οδος"])')).toEqual(['t0', 't1', 't2']);
    });

    it('takes a blank at the end of a beginning for a blank', async () => {
      const collection = await things();
      await store.write((tx) => {
        for (const title of ['a b', 'ab', 'A BC']) tx.in(project).append(collection, { $id: 'unique()', title });
      });
      const list = await store.in(project).list(collection, queries('startsWith("title", "a ")'));
      expect(list.rows.map(({ title }) => title)).toEqual(['a b', 'A BC']);
    });

    it('takes a blank at the end of a text for a blank where ends and beginnings are asked for', async () => {
      const collection = await makeCollection(store, {
        attributes: [attribute('short', { type: 'string' }), attribute('long', { type: 'string', size: 20_000 })],
      });
      await store.write((tx) => {
        for (const [at, text] of ['A', 'a ', 'a b ', 'b'].entries())
          tx.in(project).append(collection, { $id: `t${at}`, short: text, long: text });
      });
      for (const key of ['short', 'long']) {
        const find = async (method: string, text: string) =>
          (await store.in(project).list(collection, queries(`${method}("${key}", ["${text}"])`))).rows.map(
            ({ $id }) => $id,
          );
        expect(await find('startsWith', 'A ')).toEqual(['t1', 't2']);
        expect(await find('startsWith', 'a')).toEqual(['t0', 't1', 't2']);
        expect(await find('endsWith', 'a')).toEqual(['t0']);
        expect(await find('endsWith', 'A ')).toEqual(['t1']);
        expect(await find('endsWith', ' ')).toEqual(['t1', 't2']);
        expect(await find('equal', 'a')).toEqual(['t0', 't1']);
      }
    });

    it('builds indexes over texts as long as a key may be, together with numbers, times and IDs', async () => {
      await makeCollection(store, {
        attributes: [
          attribute('text', { type: 'string', size: 768 }),
          attribute('list', { type: 'string', array: true }),
          attribute('count', { type: 'integer' }),
        ],
        indexes: (['key', 'unique'] as const).flatMap((type, at) =>
          [['text', 'count'], ['list', '$id'], ['text'], ['text', '$createdAt', '$id']].map((attributes, number) => ({
            key: `${type}${number}`,
            id: at * 10 + number,
            type,
            attributes,
            orders: [],
            available: true,
          })),
        ),
      });
    });

    it('takes for a cursor only a row of the same list, where IDs repeat in other scopes', async () => {
      const make = (databaseInternalId: number, $id: string) => ({
        $id,
        databaseInternalId,
        databaseId: `d${databaseInternalId}`,
        name: $id,
        enabled: true,
        documentSecurity: false,
        search: '',
      });
      const own = run + 7; // a project that no other test writes in
      await store.write(async (tx) => {
        for (const [scope, id] of [
          [1, 'x'],
          [1, 'y'],
          [2, 'z'],
          [2, 'x'],
          [2, 'w'],
        ] as const)
          await tx.in(own).create('collections', make(scope, id));
      });
      const after = async (scope: number, id: string) => {
        const where = { databaseInternalId: scope };
        return (await store.in(own).list('collections', queries(`cursorAfter("${id}")`), { where })).rows;
      };
      expect((await after(1, 'x')).map(({ $id }) => $id)).toEqual(['y']);
      expect((await after(2, 'x')).map(({ $id }) => $id)).toEqual(['w']);
      await expect(after(1, 'w')).rejects.toThrow(CursorError);
    });

    it('keeps unique indexes over folded text, and lets several rows be null', async () => {
      const collection = await makeCollection(store, {
        attributes: [attribute('email', { type: 'string' }), attribute('long', { type: 'string', size: 2000 })],
        indexes: [
          { key: 'u', id: 1, type: 'unique', attributes: ['email'], orders: [], available: true },
          { key: 'l', id: 2, type: 'unique', attributes: ['long'], orders: [], available: true },
        ],
      });
      const create = (id: string, data: object) =>
        store.write((tx) => tx.in(project).create(collection, { $id: id, ...data }));
      await create('a', { email: 'Bob@x.test', long: 'x'.repeat(1900) });
      await expect(create('b', { email: 'bób@x.test' })).rejects.toThrow(DuplicateError);
      await expect(create('c', { long: `${'x'.repeat(1899)}X` })).rejects.toThrow(DuplicateError);
      await create('d', { long: `${'x'.repeat(1899)}y` });
      await create('e', {});
    });

    it('finds words without accents, by prefix, and never fails on odd input', async () => {
      const collection = await makeCollection(store, {
        attributes: [attribute('text', { type: 'string', size: 5000 })],
        indexes: [{ key: 'f', id: 3, type: 'fulltext', attributes: ['text'], orders: [], available: true }],
      });
      await store.write((tx) => {
        tx.in(project).append(collection, { $id: 'a', text: 'A naïve, well-known idea' });
        tx.in(project).append(collection, { $id: 'b', text: 'mail@x.test is it' });
      });
      const find = async (value: string) =>
        (
          await store
            .in(project)
            .list(collection, [{ method: 'search', attribute: 'text', values: [{ kind: 'string', value }] }])
        ).rows.map(({ $id }) => $id);
      expect(await find('naive')).toEqual(['a']);
      expect(await find('nai')).toEqual(['a']);
      expect(await find('well-known')).toEqual(['a']);
      expect(await find('mail@x.test')).toEqual(['b']);
      expect(await find('is')).toEqual(['b']);
      expect(await find('zzz idea')).toEqual(['a']);
      for (const odd of ['*', '+a -b', '(', '"open', '\\', '👍', 'x'.repeat(4000)]) await find(odd);
      await store.write((tx) => tx.in(project).update(collection, 'a', { text: 'changed' }));
      expect(await find('naive')).toEqual([]);
      expect(await find('chang')).toEqual(['a']);
      await store.write((tx) => tx.in(project).delete(collection, 'a'));
      expect(await find('chang')).toEqual([]);
      expect(() => store.in(project).list(collection, queries('search("other", "x")'))).rejects.toThrow(QueryError);
    });

    it('stores exactly as many characters as an attribute takes, emoji included', async () => {
      for (const size of [1, 128, 255, 256, 4096, 16384, 65535, 65536, 1_000_000]) {
        const collection = await makeCollection(store, { attributes: [attribute('text', { type: 'string', size })] });
        for (const char of ['a', '👍']) {
          const text = char.repeat(size);
          const $id = char === 'a' ? 'letters' : 'emoji';
          await store.write((tx) => tx.in(project).create(collection, { $id, text }));
          expect((await store.in(project).get(collection, $id))?.text === text).toBe(true);
          await expect(
            store.write((tx) => tx.in(project).create(collection, { $id: 'more', text: text + char })),
          ).rejects.toThrow(StructureError);
        }
        await store.engine.alter(dropTables(collection));
      }
    });

    it('keeps the rows of projects apart in system collections', async () => {
      const row = (email: string) => ({ $id: `u${run}`, email, name: 'N' });
      await store.write((tx) => tx.in(run).create('users', row('a@x.test')));
      await store.write((tx) => tx.in(run + 1).create('users', row('a@x.test')));
      await expect(
        store.write((tx) => tx.in(run).create('users', { ...row('A@x.test'), $id: 'other' })),
      ).rejects.toThrow(DuplicateError);
      expect((await store.in(run).findOne('users', { email: 'A@X.test' }))?.$id).toBe(`u${run}`);
      expect(await store.in(run).count('users')).toBe(1);
      await store.write((tx) => tx.in(run).delete('users', `u${run}`));
      expect(await store.in(run).get('users', `u${run}`)).toBeNull();
      expect(await store.in(run + 1).get('users', `u${run}`)).not.toBeNull();
    });

    it('stores a message of a given ID once', async () => {
      const message = { id: `given${run}`, name: `given${run}`, body: 1 };
      for (let time = 0; time < 2; time++) await store.write((tx) => tx.enqueue([message]));
      expect(await store.messages.size(message.name)).toBe(1);
      await store.messages.remove([message.id]);
    });

    it('purges by equal values, age and prefix, in one project or in all of them', async () => {
      const make = async (number: number, resource: string, time: string) => {
        const row = { $id: `a${run}${resource.replaceAll('/', '.')}`, resource, time };
        await store.write((tx) => tx.in(number).create('audit', row));
      };
      const [old, young] = ['1970-01-02T00:00:00.000+00:00', '1970-01-04T00:00:00.000+00:00'] as const;
      for (const number of [run, run + 1]) {
        await make(number, 'a_c/1', old);
        await make(number, 'A_C/2', young);
        await make(number, 'abc/1', old);
      }
      const left = async (number: number) => (await store.in(number).findAll('audit', {})).map((row) => row.resource);
      const below = { attribute: 'resource', text: 'a_c/' };
      const before = { attribute: 'time', time: '1970-01-03T00:00:00.000+00:00' };
      expect(await purge(store, 'audit', { project: run, startsWith: below, before })).toBe(1);
      expect(await left(run)).toEqual(['A_C/2', 'abc/1']);
      expect(await purge(store, 'audit', { project: run, startsWith: below })).toBe(1);
      expect(await purge(store, 'audit', { project: run, where: { resource: 'ABC/1' } })).toBe(1);
      expect(await left(run)).toEqual([]);
      expect(await purge(store, 'audit', { before })).toBe(2);
      expect(await left(run + 1)).toEqual(['A_C/2']);
      await purge(store, 'audit', { project: run + 1 });
      await expect(purge(store, 'audit', {})).rejects.toThrow('says nothing');
    });

    it('hands messages over with the write, and lets them be postponed, buried and revived', async () => {
      const name = `job${run}`;
      const { messages } = await store.write((tx) => tx.enqueue([{ name, key: 'k', body: { n: 1 } }]));
      const id = messages[0]?.id ?? '';
      const waiting = async () =>
        (await store.messages.due(Date.now(), 1_000_000)).filter((message) => message.name === name);
      expect(await waiting()).toMatchObject([{ id, key: 'k', body: '{"n":1}', attempts: 0 }]);
      await store.messages.postpone(id, Date.now() + 60_000, 1, 'later');
      expect(await waiting()).toEqual([]);
      await store.messages.bury({ ...(messages[0] as NonNullable<(typeof messages)[0]>), attempts: 5 }, 'broken');
      expect(await store.messages.dead(name, 10)).toMatchObject([{ id, error: 'broken', attempts: 5 }]);
      expect(await store.messages.dead(name, 10, id)).toEqual([]);
      expect(await store.messages.deadSize(name)).toBe(1);
      await store.messages.revive(id);
      expect(await waiting()).toMatchObject([{ id, attempts: 0 }]);
      await store.messages.remove([id]);
      expect(await waiting()).toEqual([]);
    });

    it('answers from what it keeps until anybody writes', async () => {
      const counters = new Map<string, string>();
      let raised = 0;
      const shared = {
        read: async (name: string) => counters.get(name) ?? null,
        raise: async (name: string) => void counters.set(name, String(++raised)),
      };
      const here = await Store.open(store.engine, { cipher: plain, counters: shared });
      const there = await Store.open(store.engine, { cipher: plain, counters: shared });
      const collection = await things();
      await here.write((tx) => tx.in(project).create(collection, { $id: 'x', count: 1 }));
      const sent: string[] = [];
      const read = async () => {
        const reader = here.in(project);
        const found = await reader.get(collection, 'x');
        const { total, rows } = await reader.list(collection, queries('limit(1)'));
        const after = await reader.list(collection, queries('cursorAfter("x")'));
        return [found?.count, total, rows[0]?.count, after.rows.length];
      };
      store.engine.watch((sql) => sent.push(sql));
      expect(await read()).toEqual([1, 1, 1, 0]);
      expect(sent.length).toBeGreaterThan(2);
      sent.length = 0;
      expect(await read()).toEqual([1, 1, 1, 0]);
      expect(sent).toEqual([]);
      await there.write((tx) => tx.in(project).update(collection, 'x', { count: 2 }));
      expect(await read()).toEqual([2, 1, 2, 0]);
      await there.write((tx) => tx.in(project).create(collection, { $id: 'y', count: 3 }));
      expect(await read()).toEqual([2, 2, 2, 1]);
      await there.write((tx) => tx.in(project).delete(collection, 'x'));
      await expect(read()).rejects.toBeInstanceOf(CursorError);
      store.engine.watch(null);
    });

    it('sends one statement for a get, and for a page whose total it tells', async () => {
      const collection = await things();
      await store.write((tx) => tx.in(project).create(collection, { $id: 'x', count: 1 }));
      const sent: string[] = [];
      store.engine.watch((sql) => sent.push(sql));
      await store.in(project).get(collection, 'x');
      await store.in(project).list(collection, queries('equal("count", [1])'));
      store.engine.watch(null);
      expect(sent).toHaveLength(2);
    });
  });
}
