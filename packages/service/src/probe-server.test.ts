import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHealth } from './health.js';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { openProbeServer, type ProbeServer } from './probe-server.js';
import type { Health } from './service.js';

describe('the probe server', () => {
  const log = createLog({ service: 'api', level: 'error', development: false, write: () => {} });
  let health: Health;
  let server: ProbeServer;
  beforeEach(async () => {
    health = createHealth(log);
    server = await openProbeServer({ host: '127.0.0.1', port: 0, health, metrics: createMetrics(), log });
  });
  afterEach(() => server.close());
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

  it('says that the process is alive whatever its dependencies do', async () => {
    health.check('cache', () => Promise.reject(new Error('away')));
    expect((await get('/healthz')).status).toBe(200);
  });

  it('says whether it is ready, and names what is not', async () => {
    const good = await get('/readyz');
    expect([good.status, await good.json()]).toEqual([200, { ready: true, failing: [] }]);
    health.check('cache', () => Promise.reject(new Error('away')));
    const bad = await get('/readyz');
    expect([bad.status, await bad.json()]).toEqual([503, { ready: false, failing: ['cache'] }]);
  });

  it('gives the metrics as Prometheus reads them', async () => {
    const answer = await get('/metrics?x=1');
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toContain('process_cpu_seconds_total');
  });

  it('does nothing else', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await get('//')).status).toBe(404);
    expect((await get('/metrics', { method: 'POST' })).status).toBe(405);
    const head = await get('/healthz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('refuses a port that is taken', async () => {
    const taken = { host: '127.0.0.1', port: server.port, health, metrics: createMetrics(), log };
    await expect(openProbeServer(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
