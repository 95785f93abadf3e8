import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { makeWorld, openStage, scenarios } from '../../../scenarios.js';
import { getAntivirus } from './get.js';

scenarios(getAntivirus, [
  {
    name: 'without a scanner it is disabled',
    as: 'key',
    expect: { status: 200, body: { status: 'disabled', version: '' } },
  },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);

async function openScanner(answers: Record<string, string>) {
  const server = createServer((socket) => {
    socket.once('data', (command) => socket.end(answers[command.toString().replaceAll('\0', '')] ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function ask(port: number) {
  const stage = await openStage('embedded', {
    _APP_STORAGE_ANTIVIRUS: 'enabled',
    _APP_STORAGE_ANTIVIRUS_HOST: '127.0.0.1',
    _APP_STORAGE_ANTIVIRUS_PORT: String(port),
  });
  const world = await makeWorld(stage);
  const answer = await world.call({ method: 'GET', path: '/v1/health/anti-virus', as: 'key' });
  await stage.stop();
  return answer;
}

describe('a switched-on scanner', () => {
  it('passes with its version', async () => {
    const scanner = await openScanner({ zPING: 'PONG\0', zVERSION: 'ClamAV 1.4.1/27400\0' });
    const { body } = await ask((scanner.address() as AddressInfo).port);
    expect(body).toEqual({ status: 'pass', version: 'ClamAV 1.4.1/27400' });
    scanner.close();
  });

  it('fails when it answers something else', async () => {
    const scanner = await openScanner({ zPING: 'UNKNOWN COMMAND\0', zVERSION: 'ClamAV 1.4.1\0' });
    const { status, body } = await ask((scanner.address() as AddressInfo).port);
    expect({ status, body }).toEqual({ status: 200, body: { status: 'fail', version: 'ClamAV 1.4.1' } });
    scanner.close();
  });

  it('is a 500 when it cannot be reached', async () => {
    const scanner = await openScanner({});
    const { port } = scanner.address() as AddressInfo;
    scanner.close();
    const { status, body } = await ask(port);
    expect({ status, type: body.type }).toEqual({ status: 500, type: 'general_server_error' });
  });
});
