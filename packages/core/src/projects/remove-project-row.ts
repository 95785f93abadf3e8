import type { SystemName, SystemRow, UpdateOptions, Writer } from '@plinth/database';
import { messages } from '@plinth/definitions';

const CHILDREN: readonly SystemName[] = ['keys', 'platforms', 'webhooks', 'domains'];
const PAGE = 500;

/**
 * Deletes a project's row and its keys, so that nobody gets in any more; what it holds is left to a job of the deletes
 * workers. `owned` writes what the console owns. The caller tells others that the project is gone. Throws as
 * `Writer.delete` does.
 */
export async function removeProjectRow(
  owned: Writer,
  projectId: string,
  options: UpdateOptions = {},
): Promise<SystemRow<'projects'>> {
  const project = await owned.delete('projects', projectId, options);
  for (const name of CHILDREN) await deleteAll(owned, name, project.$internalId);
  const body = { type: 'project', project: project.$internalId, projectId: project.$id };
  owned.transaction.enqueue([{ name: messages.remove.name, body }]);
  return project;
}

async function deleteAll(writer: Writer, name: SystemName, projectInternalId: number): Promise<void> {
  while ((await writer.deleteWhere(name, { projectInternalId }, PAGE)) === PAGE);
}
