import { route } from '../../../route.js';
import { orFail } from '../check.js';
import { askScanner } from './clamd.js';

export const getAntivirus = route({
  name: 'health.getAntivirus',
  method: 'GET',
  path: '/health/anti-virus',
  summary: 'Check the virus scanner',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthAntivirus' },
  async action({ connections }) {
    const { antivirus, antivirusHost: host, antivirusPort: port } = connections.config.storage;
    if (!antivirus) return { version: '', status: 'disabled' };
    const version = await orFail(() => askScanner({ host, port }, 'VERSION'));
    const answer = await orFail(() => askScanner({ host, port }, 'PING'));
    return { version, status: answer === 'PONG' ? 'pass' : 'fail' };
  },
});
