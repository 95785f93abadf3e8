/** Notes when an API key was used last and by which libraries, off the path of the request. Source: http.md §3.4. */
import { CONSOLE_NUMBER, type Project, type ProjectKey } from '@plinth/core';
import { isoTime } from '@plinth/database';
import { broadcasts, serverSdks } from '@plinth/definitions';
import type { Call } from './call.js';

const REFRESH_MILLISECONDS = 24 * 3_600_000;

/** Keys as kept projects hold them: one is noted once a copy, and the note has the copy read again. */
const noted = new WeakSet<ProjectKey>();

/** Resolves when the use is noted, or at once where there is nothing to note. Never rejects: nobody waits for it. */
export async function noteKeyUse(call: Pick<Call, 'connections' | 'request'>, project: Project, key: ProjectKey) {
  const sdk = sdkOf(call.request.headers['x-sdk-name']);
  if (noted.has(key) || !isNews(key, sdk)) return;
  noted.add(key);
  const { store, projects, bus, log } = call.connections;
  try {
    const { value: isChanged } = await store.write(async (transaction) => {
      const writer = transaction.in(CONSOLE_NUMBER);
      // The project before its key, as everybody locks them.
      await writer.get('projects', project.id, { select: ['name'], lock: true });
      const row = await writer.get('keys', key.id, { lock: true });
      if (row?.projectInternalId !== project.internalId || !isNews(row, sdk)) return false;
      const sdks = sdk ? [...new Set([...row.sdks, sdk])] : row.sdks;
      await writer.update('keys', key.id, { accessedAt: isoTime(), sdks }, { quiet: true });
      await writer.update('projects', project.id, {}, { quiet: true });
      return true;
    });
    if (!isChanged) return;
    projects.forget(project.id);
    bus.broadcast(broadcasts.invalidate, 'project', { kind: 'project', projectId: project.id });
  } catch (error) {
    log.warn({ error, projectId: project.id, keyId: key.id }, 'the use of a key could not be noted');
  }
}

const sdkOf = (name: string | string[] | undefined): string => {
  const known = typeof name === 'string' ? name.toLowerCase() : '';
  return serverSdks.includes(known) ? known : '';
};

function isNews({ accessedAt, sdks }: Pick<ProjectKey, 'accessedAt' | 'sdks'>, sdk: string): boolean {
  const isOld = accessedAt === null || Date.parse(accessedAt) + REFRESH_MILLISECONDS < Date.now();
  return isOld || (sdk !== '' && !sdks.includes(sdk));
}
