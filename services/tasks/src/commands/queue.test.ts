import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connections, connect, testEnvironments } from '@plinth/core';
import { newId, openMariadb } from '@plinth/database';
import { type Mail, messages } from '@plinth/definitions';
import { createHealth, createLog, createMetrics, type Environment, readConfiguration } from '@plinth/service';
import { runCommand } from './index.js';

async function opened<T>(environment: Environment, work: (connections: Connections) => Promise<T>): Promise<T> {
  const { config, present } = readConfiguration(environment);
  const log = createLog({ service: 'test', level: 'error', development: true });
  const surroundings = { config, present, log, metrics: createMetrics(), health: createHealth(log) };
  const { connections, close } = await connect(surroundings);
  try {
    return await work(connections);
  } finally {
    await close();
  }
}

/** Runs a statement on the server itself: what is tested empties whole queues, so it has a schema of its own. */
async function onServer(environment: Environment, statement: string): Promise<void> {
  const { database } = readConfiguration(environment).config;
  const engine = await openMariadb({ ...database, database: database.schema, poolSize: 1 });
  await engine.alter([statement]);
  await engine.close();
}

describe.each(testEnvironments(process.env))('queue (%s)', (profile, shared) => {
  const schema = `plinth_queue_${newId()}`;
  const environment = profile === 'cluster' ? { ...shared, _APP_DB_SCHEMA: schema } : shared;

  if (profile === 'cluster') {
    beforeAll(() => onServer(shared, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`));
    afterAll(() => onServer(shared, `DROP DATABASE ${schema}`));
  }

  const bury = (count: number, name: string = messages.mail.name): Promise<string[]> =>
    opened(environment, async ({ store }) => {
      const ids: string[] = [];
      for (let number = 1; number <= count; number++) {
        const id = `${newId()}/${number}`;
        const body = JSON.stringify({ to: `person${number}@example.com` });
        await store.messages.bury({ id, name, key: '', body, due: 0, attempts: 5 }, 'Error: nobody is home');
        ids.push(id);
      }
      return ids.sort();
    });

  const dead = (name: string = messages.mail.name): Promise<string[]> =>
    opened(environment, async ({ store }) => (await store.messages.dead(name, 1000)).map(({ id }) => id));

  const run = (...given: string[]) => runCommand(['queue', ...given], environment);

  beforeEach(() =>
    opened(environment, async ({ store }) => {
      for (const name of ['mail', 'change']) {
        await store.messages.remove((await store.messages.dead(name, 1000)).map(({ id }) => id));
      }
    }),
  );

  it('status counts what waits and what is dead, for every queue and every consumer of a topic', async () => {
    await bury(2);
    await bury(1, 'change');
    const { lines, code } = await run('status');
    expect(code).toBe(0);
    const rows = lines.map((line) => line.split(/\s+/));
    expect(rows[0]).toEqual(['queue', 'waiting', 'dead']);
    expect(new Set(rows.slice(1).map(([name]) => name))).toEqual(
      new Set(['change', 'change/webhooks', 'change/audits', 'webhook', 'mail', 'sms', 'schema', 'remove']),
    );
    expect(rows).toContainEqual(['mail', '0', '2']);
    expect(rows).toContainEqual(['change', '-', '1']);
    expect(rows).toContainEqual(['change/audits', '0', '0']);
  });

  it('peek shows the first dead messages with the reason and the beginning of the body', async () => {
    const [first = '', second = '', third = ''] = await bury(3);
    const { lines, code } = await run('peek', 'mail', 'limit=2');
    expect(code).toBe(0);
    const shown = lines.join('\n');
    expect(shown).toContain(`${first}  given up `);
    expect(shown).toContain(second);
    expect(shown).not.toContain(third);
    expect(shown).toContain('after 5 attempts');
    expect(shown).toContain('Error: nobody is home');
    expect(shown).toMatch(/"to":"person\d@example\.com"/);
    expect(await dead()).toHaveLength(3);
  });

  it('peek says when there is none', async () => {
    expect(await run('peek', 'mail')).toEqual({ lines: ['mail has no dead messages.'], code: 0 });
  });

  it('retry hands every dead message to its worker again, over as many pages as there are', async () => {
    await bury(120);
    const { lines, code } = await run('retry', 'mail');
    expect(code).toBe(0);
    expect(lines).toEqual(['120 dead messages of mail: will be tried again.']);
    expect(await dead()).toEqual([]);
    const seen = new Set<string>();
    await opened(environment, async ({ bus }) => {
      const relay = await bus.relay();
      await new Promise<void>((resolve) => {
        void bus.work(messages.mail, async ({ to }: Mail) => {
          if (seen.add(to).size === 120) resolve();
        });
      });
      await relay.stop();
    });
    expect(seen.size).toBe(120);
  }, 30_000);

  it('retry takes the one message that is meant', async () => {
    const [first = '', second = ''] = await bury(2);
    expect((await run('retry', 'mail', `--id=${second}`)).code).toBe(0);
    expect(await dead()).toEqual([first]);
    await opened(environment, ({ store }) => store.messages.remove([second]));
  });

  it('purge throws away one, or all, of one queue alone', async () => {
    const [first = '', ...rest] = await bury(3);
    const [other = ''] = await bury(1, 'change');
    expect((await run('purge', 'mail', `id=${first}`)).lines).toEqual(['1 dead message of mail: thrown away.']);
    expect(await dead()).toEqual(rest);
    expect((await run('purge', 'mail')).lines).toEqual(['2 dead messages of mail: thrown away.']);
    expect(await dead()).toEqual([]);
    expect(await dead('change')).toEqual([other]);
  });

  it('fails when the message that is meant is not there', async () => {
    const [id = ''] = await bury(1);
    for (const verb of ['retry', 'purge']) {
      const { lines, code } = await run(verb, 'mail', '--id=other');
      expect([code, ...lines]).toEqual([1, 'mail has no dead message other.']);
    }
    expect(await dead()).toEqual([id]);
  });

  it.each([
    [[], 'Say what to do.'],
    [['dance'], 'queue cannot dance.'],
    [['peek'], 'Name a queue: '],
    [['purge', 'males'], 'There is no queue males: '],
    [['peek', 'mail', '--limit=0'], '--limit is a whole number from 1 to 1000.'],
    [['peek', 'mail', '--limit=many'], '--limit is a whole number from 1 to 1000.'],
  ])('refuses %j', async (given, reason) => {
    const { lines, code } = await run(...given);
    expect(code).toBe(1);
    expect(lines[0]).toContain(reason);
    expect(lines.at(-1)).toContain('Usage: plinth queue ');
  });
});

describe('queue', () => {
  const [[, environment] = ['embedded', {}]] = testEnvironments({});

  it('leaves the folder of a running embedded server alone', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    const lock = join(environment._APP_DATA ?? '', 'lock');
    try {
      writeFileSync(lock, String(server.pid));
      const { lines, code } = await runCommand(['queue', 'status'], environment);
      expect(code).toBe(1);
      expect(lines.join('\n')).toContain(`in use by the process ${server.pid}`);
      expect(lines.at(-1)).toContain('stop it first');
    } finally {
      server.kill();
      rmSync(lock);
    }
  });
});
