import { describe, expect, it } from '@jest/globals';
import { newId } from '@plinth/database';
import { messages } from '@plinth/definitions';
import { makeWorld, openStage } from '../../../scenarios.js';

describe('the sizes of queues', () => {
  it('count what waits for webhooks and for the audit log', async () => {
    const stage = await openStage('embedded');
    const world = await makeWorld(stage);
    const sizeOf = async (queue: string) => {
      const { body } = await world.call({ method: 'GET', path: `/v1/health/queue/${queue}`, as: 'key' });
      return body.size;
    };
    const names = [messages.change.name, messages.webhook.name];
    await stage.connections.store.write((transaction) =>
      transaction.enqueue(names.map((name) => ({ name, body: {} }))),
    );
    expect(await sizeOf('webhooks')).toBe(2);
    expect(await sizeOf('logs')).toBe(1);
    await stage.connections.store.write((transaction) =>
      transaction.enqueue([{ name: `${messages.change.name}/audits`, key: newId(), body: {} }]),
    );
    expect(await sizeOf('logs')).toBe(2);
    expect(await sizeOf('webhooks')).toBe(2);
    await stage.stop();
  });
});
