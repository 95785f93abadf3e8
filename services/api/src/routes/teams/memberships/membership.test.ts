import { expect, it } from '@jest/globals';
import { broadcasts, type ControlMessage } from '@plinth/definitions';
import { makeWorld, onBothProfiles, type World } from '../../../scenarios.js';
import { accept, add, invite, makeRed, RED } from '../given.js';

onBothProfiles('open sockets of a member', (stage) => {
  /** Does something and waits until the sockets of the world's other person are told to look at their roles again. */
  async function rerolled<Value>(world: World, act: () => Promise<Value>): Promise<Value> {
    const { bus } = world.connections;
    let hear: (message: ControlMessage) => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      hear = (message) => {
        if (message.kind === 'user' && message.userId === world.other.id) resolve();
      };
    });
    const listening = await bus.on(broadcasts.control, String(world.project.$internalId), hear);
    const value = await act();
    await told;
    await listening.stop();
    return value;
  }

  it('look at their roles again after every change of a membership', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const call = (method: string, path: string, body = {}) => world.call({ method, path, as: 'user', body });
    const first = await rerolled(world, () => add(world, world.other));
    await rerolled(world, () => call('PATCH', `${RED}/memberships/${first}`, { roles: ['owner'] }));
    await rerolled(world, () => call('DELETE', `${RED}/memberships/${first}`));
    const invitation = await invite(world);
    await rerolled(world, () => accept(world, invitation));
    const gone = await rerolled(world, () => call('DELETE', RED));
    expect(gone.status).toBe(204);
  });
});
