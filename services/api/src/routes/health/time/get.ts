import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';
import { orFail } from '../check.js';
import { askTime } from './ntp.js';

/** A clock further off than this breaks the life times of tokens and certificates. */
const DIFFERENCE_SECONDS_MAX = 60;

export const getTime = route({
  name: 'health.getTime',
  method: 'GET',
  path: '/health/time',
  summary: 'Compare the clock with a time server',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthTime' },
  async action({ connections }) {
    const remoteTime = await orFail(() => askTime(connections.config.server.ntpHost));
    const localTime = Math.floor(Date.now() / 1000);
    const diff = remoteTime - localTime;
    if (Math.abs(diff) > DIFFERENCE_SECONDS_MAX) {
      const cause = new Error(`The clock differs from the time server by ${diff} s.`);
      throw new AppError('general_server_error', { cause });
    }
    return { remoteTime, localTime, diff };
  },
});
