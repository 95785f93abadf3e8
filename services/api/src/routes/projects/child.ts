/** What belongs to a project and has routes of its own: platforms, keys, webhooks, domains. */
import { type NewSystemRow, NotFoundError, newId, type SystemName, type SystemRow } from '@plinth/database';
import { AppError, collections, type SystemCollection } from '@plinth/definitions';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';
import { changeProject, findProject, type ProjectRow } from './project.js';

/** Kinds of children, and what is answered where there is none of an ID. */
const missing = {
  platforms: 'platform_not_found',
  keys: 'key_not_found',
  webhooks: 'webhook_not_found',
  domains: 'domain_not_found',
} as const;

export type ChildName = keyof typeof missing;

const LIST_MAX = 5000;

export async function listChildren<N extends ChildName>(call: Pick<Call, 'documents' | 'actor'>, name: N, id: string) {
  const { $internalId } = await findProject(call, id);
  const rows = await call.documents.findAll<N>(name, { projectInternalId: $internalId }, LIST_MAX);
  return { total: rows.length, rows };
}

export async function findChild<N extends ChildName>(
  call: Pick<Call, 'documents' | 'actor'>,
  name: N,
  projectId: string,
  childId: string,
): Promise<SystemRow<N>> {
  const project = await findProject(call, projectId);
  const child = await call.documents.get<N>(name, childId);
  if (!child || !isOf(project, child)) throw new AppError(missing[name]);
  return child;
}

const isOf = ({ $internalId }: ProjectRow, child: object): boolean =>
  'projectInternalId' in child && child.projectInternalId === $internalId;

/** What the caller says of a new child; the rest follows from the project. */
type Said<N extends ChildName> = Omit<NewSystemRow<N>, '$id' | '$permissions' | 'projectId' | 'projectInternalId'>;

export async function createChild<N extends ChildName>(
  call: Pick<Call, 'documents' | 'actor' | 'write'>,
  name: N,
  projectId: string,
  said: Said<N>,
  /** Looks, under the project's lock, whether this one may join those that it has. */
  check: (writing: Writing, project: ProjectRow) => Promise<void> | void = () => undefined,
): Promise<SystemRow<N>> {
  const found = await findProject(call, projectId);
  checkSizes(name, said);
  return call.write(async (writing) => {
    const project = await changeProject(writing, call, found.$id);
    await check(writing, project);
    const row = {
      ...said,
      $id: newId(),
      $permissions: [],
      projectId: project.$id,
      projectInternalId: project.$internalId,
    };
    return writing.console.create<N>(name, row as unknown as NewSystemRow<N>);
  });
}

export async function updateChild<N extends ChildName>(
  call: Pick<Call, 'documents' | 'actor' | 'write'>,
  name: N,
  projectId: string,
  childId: string,
  change: Partial<SystemRow<N>>,
  check: (writing: Writing) => Promise<void> | void = () => undefined,
): Promise<SystemRow<N>> {
  const found = await findProject(call, projectId);
  checkSizes(name, change);
  return call.write(async (writing) => {
    const project = await changeProject(writing, call, found.$id);
    await check(writing);
    const { row } = await writing.console.update<N>(name, childId, change, owned(project, name)).catch(absent(name));
    return row;
  });
}

export async function deleteChild(
  call: Pick<Call, 'documents' | 'actor' | 'write'>,
  name: ChildName,
  projectId: string,
  childId: string,
): Promise<void> {
  const found = await findProject(call, projectId);
  await call.write(async (writing) => {
    const project = await changeProject(writing, call, found.$id);
    await writing.console.delete(name, childId, owned(project, name)).catch(absent(name));
  });
}

/** Refuses the child of another project, as if it were not there. */
const owned = (project: ProjectRow, name: ChildName) => ({
  found: (row: object) => {
    if (!isOf(project, row)) throw new AppError(missing[name]);
  },
});

const absent =
  (name: ChildName) =>
  (error: unknown): never => {
    throw error instanceof NotFoundError ? new AppError(missing[name], { cause: error }) : error;
  };

/** Refuses texts that are longer than what is kept of them: some parameters take more. */
export function checkSizes<Values extends object>(name: SystemName, values: Values): Values {
  const { attributes }: SystemCollection = collections[name];
  for (const [key, value] of Object.entries(values)) {
    const { type, size = 0 } = attributes[key] ?? {};
    if (type === 'string' && typeof value === 'string' && [...value].length > size)
      throw new AppError('document_invalid_structure', { message: `${key} must be at most ${size} characters long.` });
  }
  return values;
}
