import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { request, type Seeded, seedCollection, seedProject } from './admin.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

interface Frame {
  readonly type: string;
  readonly data: {
    readonly code?: number;
    readonly channels?: string[];
    readonly events?: string[];
    readonly user?: { $id: string } | null;
    readonly payload?: { $id: string };
    readonly timestamp?: string;
    readonly success?: boolean;
  };
}

interface Listening {
  readonly wire: WebSocket;
  readonly frames: Frame[];
  /** IDs of the documents heard of, with the action. */
  heard(): string[];
  closed(): number | null;
}

describe.each(profiles)('realtime (%s)', (profile) => {
  let stack: Stack;
  let seeded: Seeded;
  let documents = '';
  const open: WebSocket[] = [];
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    stack = await startStack(profile, { replicas: 'realtime=2' });
    seeded = await seedProject(stack.endpoint);
    documents = await seedCollection(seeded, ['read("team:readers")']);
    const named = { 'x-appwrite-project': seeded.projectId };
    for (const id of ['ann', 'bob']) {
      const credentials = { email: `${id}@example.test`, password: 'a long password' };
      await seeded.must('POST', '/account', { userId: id, ...credentials }, named);
      const session = await request(stack.endpoint, 'POST', '/account/sessions/email', credentials, named);
      cookies[id] = session.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    }
  }, 180_000);
  afterAll(async () => {
    for (const wire of open) wire.terminate();
    await stack?.stop();
  }, 60_000);

  const dial = (query: string, headers: Record<string, string> = {}): Listening => {
    const wire = new WebSocket(`ws://127.0.0.1:${stack.port}/v1/realtime?${query}`, { headers });
    open.push(wire);
    const frames: Frame[] = [];
    let code: number | null = null;
    wire.on('message', (data) => frames.push(JSON.parse(data.toString()) as Frame));
    wire.on('close', (closing) => {
      code = closing;
    });
    wire.on('error', () => undefined);
    const heard = () =>
      frames
        .filter(({ type }) => type === 'event')
        .map(({ data }) => `${data.payload?.$id} ${data.events?.[0]?.split('.').at(-1)}`);
    return { wire, frames, heard, closed: () => code };
  };
  const listen = async (as: string | null, ...channels: string[]): Promise<Listening> => {
    const query = channels.map((channel) => `channels[]=${encodeURIComponent(channel)}`).join('&');
    const listening = dial(`project=${seeded.projectId}&${query}`, as ? { cookie: cookies[as] ?? '' } : {});
    await eventually(() => listening.frames.length > 0, 'the socket is told nothing');
    return listening;
  };
  const write = (documentId: string, permissions: string[]) =>
    seeded.must('POST', documents, { documentId, data: { title: 'x' }, permissions }, seeded.server);

  it('each hears exactly what it may read, once, whatever the number of its channels', async () => {
    const channels = ['documents', 'databases.db.collections.things.documents', 'documents'];
    const ann = await listen('ann', ...channels);
    const bob = await listen('bob', ...channels);
    const guest = await listen(null, ...channels);
    expect(ann.frames[0]).toMatchObject({ type: 'connected', data: { user: { $id: 'ann' } } });
    expect(guest.frames[0]).toMatchObject({ type: 'connected', data: { user: null } });
    const kinds: [string, string][] = [
      ['any', 'any'],
      ['users', 'users'],
      ['ann', 'user:ann'],
      ['guests', 'guests'],
      ['team', 'team:other'],
    ];
    for (const [id, role] of kinds) {
      await write(`r-${id}`, [`read("${role}")`]);
      await seeded.must('PATCH', `${documents}/r-${id}`, { data: { title: 'y' } }, seeded.server);
      await seeded.must('DELETE', `${documents}/r-${id}`, undefined, seeded.server);
    }
    await write('r-nobody', []);
    await write('r-last', ['read("any")']);
    for (const listening of [ann, bob, guest])
      await eventually(() => listening.heard().includes('r-last create'), 'the end is not heard');
    const three = (id: string) => ['create', 'update', 'delete'].map((action) => `r-${id} ${action}`);
    expect(ann.heard()).toEqual([...three('any'), ...three('users'), ...three('ann'), 'r-last create']);
    expect(bob.heard()).toEqual([...three('any'), ...three('users'), 'r-last create']);
    expect(guest.heard()).toEqual([...three('any'), ...three('guests'), 'r-last create']);
    const event = ann.frames.find(({ type }) => type === 'event');
    expect(event?.data.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
    expect(event?.data.events).toHaveLength(22);
    expect(event?.data.channels).toHaveLength(3);
    expect(Object.keys(event?.data.payload ?? {})).not.toContain('$internalId');
  });

  it.each([
    ['no channel', () => `project=${seeded.projectId}`, {}],
    ["only somebody else's account", () => `project=${seeded.projectId}&channels[]=account.bob`, {}],
    ['an unknown project', () => 'project=none&channels[]=documents', {}],
    ['a foreign origin', () => `project=${seeded.projectId}&channels[]=documents`, { origin: 'http://evil.test' }],
  ])('%s is told and closed with 1008', async (_name, query, headers) => {
    const refused = dial(query(), headers);
    await eventually(() => refused.closed() !== null, 'the socket stays open');
    expect(refused.frames).toMatchObject([{ type: 'error', data: { code: 1008 } }]);
    expect(refused.closed()).toBe(1008);
  });

  it('account is one’s own: others are dropped, and one hears of one’s own changes', async () => {
    const ann = await listen('ann', 'account', 'account.bob', 'no.such.channel', '*');
    expect(ann.frames[0]?.data.channels).toEqual(['account', 'account.ann', 'no.such.channel', '*']);
    const as = (id: string) => ({ 'x-appwrite-project': seeded.projectId, cookie: cookies[id] ?? '' });
    await seeded.must('PATCH', '/account/prefs', { prefs: { of: 'bob' } }, as('bob'));
    await seeded.must('PATCH', '/account/prefs', { prefs: { of: 'ann' } }, as('ann'));
    await eventually(() => ann.heard().length > 0, 'the change is not heard');
    expect(ann.frames.filter(({ type }) => type === 'event').map(({ data }) => data.payload?.$id)).toEqual(['ann']);
  });

  it('a guest signs in over the socket, and bad frames are told without closing', async () => {
    const socket = await listen(null, 'account');
    for (const bad of [
      '{',
      '5',
      '{"type":"fly","data":{}}',
      '{"type":"authentication","data":{}}',
      '{"type":"authentication","data":{"session":"x"}}',
    ]) {
      socket.wire.send(bad);
    }
    await eventually(() => socket.frames.length === 6, 'the bad frames are not answered');
    expect(socket.frames.slice(1).map(({ data }) => data.code)).toEqual([1003, 1003, 1003, 1003, 1003]);
    const session = decodeURIComponent(/a_session_[^=]+=([^;]+)/.exec(cookies.bob ?? '')?.[1] ?? '');
    socket.wire.send(JSON.stringify({ type: 'authentication', data: { session } }));
    await eventually(() => socket.frames.length === 7, 'the session is not answered');
    expect(socket.frames[6]).toMatchObject({ type: 'response', data: { success: true, user: { $id: 'bob' } } });
    const bob = { 'x-appwrite-project': seeded.projectId, cookie: cookies.bob ?? '' };
    await seeded.must('PATCH', '/account/name', { name: 'Bob' }, bob);
    await eventually(
      () => socket.heard().includes('bob name') || socket.heard().includes('bob update'),
      'the change is not heard',
    );
    expect(socket.closed()).toBeNull();
  });

  it('a frame that is too large closes the socket with 1009', async () => {
    const socket = await listen(null, 'documents');
    socket.wire.send('x'.repeat(70_000));
    await eventually(() => socket.closed() !== null, 'the socket stays open');
    expect(socket.closed()).toBe(1009);
  });

  it('roles follow the user: a new team is heard of, an ended session is not', async () => {
    const bob = await listen('bob', 'documents');
    await write('before', ['read("team:club")']);
    const named = { 'x-appwrite-project': seeded.projectId, cookie: cookies.bob ?? '' };
    await seeded.must('POST', '/teams', { teamId: 'club', name: 'Club' }, named);
    // The socket looks at its roles a moment after the change; then it hears what the team may read.
    let number = 0;
    await eventually(async () => {
      await write(`club${number++}`, ['read("team:club")']);
      return bob.heard().some((entry) => entry.startsWith('club'));
    }, 'the new role is not seen');
    expect(bob.heard()).not.toContain('before create');
    await seeded.must('DELETE', '/account/sessions', undefined, named);
    await eventually(async () => {
      const count = bob.heard().length;
      await write(`gone${number}`, ['read("team:club")']);
      await write(`all${number++}`, ['read("any")']);
      await eventually(() => bob.heard().length > count, 'nothing is heard any more');
      return !bob
        .heard()
        .slice(count)
        .some((entry) => entry.startsWith('gone'));
    }, 'the ended session still hears');
    expect(bob.closed()).toBeNull();
  });

  it('whom a server blocks is closed with 1008, and whom it deletes hears no more than a guest', async () => {
    const blocked = await listen('ann', 'account');
    await seeded.must('PATCH', '/users/ann/status', { status: false }, seeded.server);
    await eventually(() => blocked.closed() !== null, 'the socket stays open');
    expect(blocked.closed()).toBe(1008);
    await seeded.must('PATCH', '/users/ann/status', { status: true }, seeded.server);
    const deleted = await listen('ann', 'documents');
    await seeded.must('DELETE', '/users/ann', undefined, seeded.server);
    let number = 0;
    await eventually(async () => {
      const count = deleted.heard().length;
      await write(`users${number}`, ['read("users")']);
      await write(`any${number++}`, ['read("any")']);
      await eventually(() => deleted.heard().length > count, 'nothing is heard any more');
      return deleted.heard().slice(count).join() === `any${number - 1} create`;
    }, 'the deleted user still hears');
    expect(deleted.closed()).toBeNull();
  });
});
