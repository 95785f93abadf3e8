import { describe, expect, it } from '@jest/globals';
import { createHealth } from './health.js';
import { createLog } from './log.js';

const open = () => {
  const lines: string[] = [];
  const log = createLog({ service: 'api', level: 'info', development: false, write: (line) => lines.push(line) });
  return { health: createHealth(log), lines };
};

describe('health', () => {
  it('is ready when every check passes', async () => {
    const { health } = open();
    expect(await health.ready()).toEqual({ ready: true, failing: [] });
    health.check('cache', async () => {});
    expect(await health.ready()).toEqual({ ready: true, failing: [] });
  });

  it('names what fails, and leaves the reason to the log', async () => {
    const { health, lines } = open();
    health.check('cache', async () => {});
    health.check('database', () => Promise.reject(new Error('10.0.0.3 refused')));
    health.check('bus', () => {
      throw new Error('thrown at once');
    });
    expect(await health.ready()).toEqual({ ready: false, failing: ['database', 'bus'] });
    expect(lines.join()).toContain('10.0.0.3 refused');
  });

  it('runs its checks once for all who ask meanwhile', async () => {
    const { health } = open();
    let runs = 0;
    health.check('cache', async () => {
      runs += 1;
    });
    await Promise.all([health.ready(), health.ready(), health.ready()]);
    expect(runs).toBe(1);
    await health.ready();
    expect(runs).toBe(2);
  });
});
