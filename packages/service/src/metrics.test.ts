import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './metrics.js';

describe('metrics', () => {
  it('count under prefixed names, with labels', async () => {
    const metrics = createMetrics();
    const requests = metrics.counter('requests_total', 'Requests.', ['status']);
    requests.add({ status: '200' });
    requests.add({ status: '200' }, 2);
    metrics.counter('plinth_jobs_total', 'Jobs.').add();
    const text = await metrics.text();
    expect(text).toContain('plinth_requests_total{status="200"} 3');
    expect(text).toContain('plinth_jobs_total 1');
  });

  it('are shared by services of one process', async () => {
    const metrics = createMetrics();
    metrics.counter('jobs_total', 'Jobs.').add();
    metrics.counter('jobs_total', 'Jobs.').add();
    metrics.histogram('job_seconds', 'Time.').observe(0.2);
    metrics.histogram('job_seconds', 'Time.').observe(20);
    const text = await metrics.text();
    expect(text).toContain('plinth_jobs_total 2');
    expect(text).toContain('plinth_job_seconds_bucket{le="0.25"} 1');
    expect(text).toContain('plinth_job_seconds_count 2');
  });

  it('read gauges only when asked, and know not of those that fail', async () => {
    const metrics = createMetrics();
    let reads = 0;
    metrics.gauge('queue_size', 'Waiting.', async () => {
      reads += 1;
      return reads;
    });
    metrics.gauge('broken', 'Broken.', () => {
      throw new Error('no');
    });
    expect(reads).toBe(0);
    const text = await metrics.text();
    expect(text).toContain('plinth_queue_size 1');
    expect(text).toMatch(/plinth_broken NaN/i);
    expect(await metrics.text()).toContain('plinth_queue_size 2');
  });

  it('tell of the process, again and again', async () => {
    const metrics = createMetrics();
    for (const text of [await metrics.text(), await metrics.text()]) {
      expect(text).toMatch(/^process_cpu_seconds_total \d/m);
      expect(text).toMatch(/^process_resident_memory_bytes \d{7,}/m);
      expect(text).toMatch(/^nodejs_eventloop_utilization \d/m);
    }
  });
});
