import { expect, it } from '@jest/globals';
import { broadcasts, type InvalidateMessage } from '@plinth/definitions';
import { makeWorld, onBothProfiles, type World } from '../../../../scenarios.js';
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
});
