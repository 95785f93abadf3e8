import { randomBytes } from 'node:crypto';
import { connect } from 'nats';
import type { Bus } from '../bus.js';
import { busContract, jobs, news, silent, single } from '../contract.js';
import { TestStore } from '../test-store.js';
import { openNatsBus } from './nats.js';

const servers = process.env._APP_NATS_URL ?? '';

if (servers !== '') {
  const makeStack = async () => {
    const prefix = `t${randomBytes(5).toString('hex')}`;
    const store = new TestStore();
    const opened: Bus[] = [];
    return {
      prefix,
      store,
      open: async (url = servers) => {
        const bus = await openNatsBus({
          servers: url,
          user: '',
          password: '',
          prefix,
          maxBytes: 4 * 1024 * 1024,
          store,
          log: silent,
          queues: [jobs, single],
          topics: [news],
        });
        opened.push(bus);
        return bus;
      },
      end: async () => {
        await Promise.all(opened.map((bus) => bus.close()));
        await deleteStreams(prefix);
      },
    };
  };

  busContract('NATS', makeStack);

  async function deleteStreams(prefix: string): Promise<void> {
    const connection = await connect({ servers });
    const manager = await connection.jetstreamManager();
    for await (const name of manager.streams.names()) {
      if (name.startsWith(prefix.toUpperCase())) await manager.streams.delete(name);
    }
    await connection.close();
  }
}
