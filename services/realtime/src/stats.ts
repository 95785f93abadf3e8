/** How many sockets each project has, summed over all instances, for the console. Source: realtime.md §7. */
import type { Connections } from '@plinth/core';
import { isoTime, newId } from '@plinth/database';
import type { Sockets } from './sockets.js';

const FRESH_MILLISECONDS = 15_000;

export class Stats {
  readonly #id = newId();
  #stored = '{}';

  constructor(
    private readonly connections: Connections,
    private readonly sockets: Sockets,
  ) {}

  /** Stores this instance's counts and tells listeners of the console the sum. */
  async tell(): Promise<void> {
    const value = JSON.stringify(this.sockets.counts());
    const { store } = this.connections;
    if (value !== '{}' || this.#stored !== '{}') {
      await store.write(async (transaction) => {
        const writer = transaction.in(0);
        const row = { container: this.#id, timestamp: isoTime(), value };
        if (await writer.get('realtime', this.#id)) await writer.update('realtime', this.#id, row);
        else await writer.create('realtime', { $id: this.#id, ...row });
      });
      this.#stored = value;
    }
    await this.#tellConsole();
    this.#send('tests', ['guests'], 'test.event', { response: 'WS:/v1/realtime:passed' });
  }

  async #tellConsole(): Promise<void> {
    const listening = [...this.sockets.of(0)].some(
      ({ channels, roles }) => channels.has('project') && roles.has('users'),
    );
    if (!listening) return;
    const rows = await this.connections.store.in(0).findAll('realtime', {});
    const totals: Record<string, number> = {};
    for (const { timestamp, value } of rows) {
      if (Date.parse(timestamp ?? '') + FRESH_MILLISECONDS < Date.now()) continue;
      for (const [projectId, count] of Object.entries(JSON.parse(value) as Record<string, number>))
        totals[projectId] = (totals[projectId] ?? 0) + count;
    }
    for (const [projectId, count] of Object.entries(totals)) {
      const project = await this.connections.projects.open(projectId);
      if (project && !project.isConsole)
        this.#send('project', [`team:${project.teamId}`], 'stats.connections', { [projectId]: count });
    }
  }

  #send(channel: string, roles: readonly string[], event: string, payload: object): void {
    const frame = JSON.stringify({
      type: 'event',
      data: { events: [event], channels: [channel], timestamp: isoTime(), payload },
    });
    this.sockets.deliver(0, [channel], roles, frame);
  }

  async forget(): Promise<void> {
    if (this.#stored === '{}') return;
    await this.connections.store.write((transaction) =>
      transaction.in(0).deleteWhere('realtime', { container: this.#id }),
    );
  }
}
