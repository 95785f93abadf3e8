import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeWorld, openStage, scenarios } from '../../../scenarios.js';
import { getTime } from './get.js';
import { askTime } from './ntp.js';

const EPOCH_SECONDS = 2_208_988_800;
let server: Socket | undefined;

/** A time server whose clock differs by some seconds; `spoil` changes its answers. */
async function openServer(seconds: number, spoil: (answer: Buffer) => void = () => undefined): Promise<string> {
  const socket = createSocket('udp4');
  server = socket;
  socket.on('message', (question, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer[0] = 0x24;
    answer[1] = 1;
    question.copy(answer, 24, 40, 48);
    answer.writeUInt32BE(Math.floor(Date.now() / 1000) + seconds + EPOCH_SECONDS, 40);
    spoil(answer);
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.close();
  server = undefined;
});

async function ask(host: string) {
  const stage = await openStage('embedded', { _APP_NTP_HOST: host });
  const world = await makeWorld(stage);
  const answer = await world.call({ method: 'GET', path: '/v1/health/time', as: 'key' });
  await stage.stop();
  return answer;
}

describe('the check of the clock', () => {
  it('tells both times and their difference', async () => {
    const { status, body } = await ask(await openServer(30));
    expect(status).toBe(200);
    expect(Math.abs(Number(body.diff) - 30)).toBeLessThanOrEqual(1);
    expect(Number(body.remoteTime) - Number(body.localTime)).toBe(body.diff);
  });

  it('fails when the clocks are more than a minute apart', async () => {
    const { status, body } = await ask(await openServer(-90));
    expect({ status, type: body.type }).toEqual({ status: 500, type: 'general_server_error' });
  });

  it.each([
    ['answers nobody asked for', (answer: Buffer) => answer.fill(0, 24, 32)],
    ['servers without a clock', (answer: Buffer) => answer.writeUInt8(0, 1)],
  ])('passes over %s, and gives up after two seconds', async (_, spoil) => {
    const host = await openServer(0, (answer) => void spoil(answer));
    await expect(askTime(host)).rejects.toThrow('within 2000 ms');
  });
});

scenarios(getTime, [
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
