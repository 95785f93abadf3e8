import { readdir } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * What Prometheus dashboards expect of a process, read only when asked for. prom-client's own set is not used: it
 * measures the delay of the event loop with a timer of 10 ms, which keeps an idle process awake.
 */
export function addProcessMetrics(registry: Registry): void {
  const registers = [registry];
  const startedAt = performance.timeOrigin / 1_000;

  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used, in seconds.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1_000_000);
    },
  });
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    const made = new Gauge({
      name,
      help,
      registers,
      async collect() {
        made.set(await read());
      },
    });
  };
  gauge('process_start_time_seconds', 'When the process started, in unix seconds.', () => startedAt);
  gauge('process_resident_memory_bytes', 'Memory held.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Heap of JavaScript in use.', () => process.memoryUsage().heapUsed);
  gauge('nodejs_external_memory_bytes', 'Memory of buffers and native objects.', () => process.memoryUsage().external);
  gauge('process_open_fds', 'Open files and sockets.', countOpenFiles);

  let before = performance.eventLoopUtilization();
  gauge('nodejs_eventloop_utilization', 'Share of time the event loop was busy since it was last asked.', () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  });
}

/** NaN where the system has no such list. */
async function countOpenFiles(): Promise<number> {
  try {
    return (await readdir('/proc/self/fd')).length;
  } catch {
    return Number.NaN;
  }
}
