/** What the routes of projects share. Sources: projects.md §4-6, permissions.md §7. */
import { grants, NotFoundError, type Reader, type SystemRow } from '@plinth/database';
import {
  AppError,
  authMethods,
  limits,
  oauthProviders,
  optionalServices,
  permission,
  team as teamRole,
} from '@plinth/definitions';
import { body, path, rules } from '@plinth/http';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';

export type ProjectRow = SystemRow<'projects'>;

/** What a project's answer shows beside its own row. */
export interface Children {
  readonly platforms: readonly SystemRow<'platforms'>[];
  readonly keys: readonly SystemRow<'keys'>[];
  readonly webhooks: readonly SystemRow<'webhooks'>[];
  readonly domains: readonly SystemRow<'domains'>[];
}

export const NO_CHILDREN: Children = { platforms: [], keys: [], webhooks: [], domains: [] };

export const projectIdParam = path(rules.uid(), 'ID of the project.');

const LOGO_MAX = 1024;

/** The texts about a project that nothing but people read. Those left out become empty. */
export const detailParams = {
  description: body(rules.text(256), 'What it is for.').optional(''),
  logo: body(rules.text(LOGO_MAX), 'Where its logo is.').optional(''),
  url: body(rules.url(), 'Where it is on the web.').optional(''),
  legalName: body(rules.text(256), 'Legal name of its owner.').optional(''),
  legalCountry: body(rules.text(256), 'Country of its owner.').optional(''),
  legalState: body(rules.text(256), 'State of its owner.').optional(''),
  legalCity: body(rules.text(256), 'City of its owner.').optional(''),
  legalAddress: body(rules.text(256), 'Address of its owner.').optional(''),
  legalTaxId: body(rules.text(256), 'Tax ID of its owner.').optional(''),
};

type DetailName = keyof typeof detailParams;

export function detailsOf(params: Readonly<Record<DetailName, string | null>>): Record<DetailName, string> {
  return {
    description: params.description ?? '',
    logo: params.logo ?? '',
    url: params.url ?? '',
    legalName: params.legalName ?? '',
    legalCountry: params.legalCountry ?? '',
    legalState: params.legalState ?? '',
    legalCity: params.legalCity ?? '',
    legalAddress: params.legalAddress ?? '',
    legalTaxId: params.legalTaxId ?? '',
  };
}

export const projectGrants = (teamId: string): string[] => [
  permission('read', teamRole(teamId)),
  ...(['update', 'delete'] as const).flatMap((type) =>
    ['owner', 'developer'].map((role) => permission(type, teamRole(teamId, role))),
  ),
];

export const projectSearch = ({ $id, name }: { $id: string; name: string }): string => `${$id} ${name}`;

const YEAR_SECONDS = 31_536_000;

/** Settings of a new project. */
export const initialAuths: Readonly<Record<string, boolean | number>> = {
  limit: 0,
  maxSessions: limits.sessions.default,
  passwordHistory: 0,
  passwordDictionary: false,
  duration: YEAR_SECONDS,
  ...Object.fromEntries(authMethods.map(({ settingKey }) => [settingKey, true])),
};

/** The project, if the caller may know of it. */
export async function findProject({ documents, actor }: Pick<Call, 'documents' | 'actor'>, projectId: string) {
  const project = await documents.get('projects', projectId);
  const isSeen = project && ('bypass' in actor.access || grants(project.$permissions, 'read', actor.access.roles));
  if (!isSeen) throw new AppError('project_not_found');
  return project;
}

/**
 * Changes a project, or only counts up its revision where something that belongs to it changes. Refuses who may not
 * update it, on the locked row: whatever else the write does holds only together with this.
 */
export async function changeProject(
  writing: Writing,
  { actor }: Pick<Call, 'actor'>,
  projectId: string,
  change: Partial<ProjectRow> | null = null,
): Promise<ProjectRow> {
  const { row } = await writing.console
    .update('projects', projectId, change ?? {}, { access: actor.access, quiet: change === null })
    .catch(translateMissing);
  writing.invalidate({ kind: 'project', projectId: row.$id });
  return row;
}

/**
 * Changes what a project's switches are kept in. The change is made of the locked row: two at once would otherwise
 * undo each other, since many switches lie in one value.
 */
export async function changeSettings(
  call: Pick<Call, 'documents' | 'actor' | 'write'>,
  projectId: string,
  change: (project: ProjectRow) => Partial<Pick<ProjectRow, 'services' | 'auths' | 'authProviders'>>,
): Promise<Record<string, unknown>> {
  const found = await findProject(call, projectId);
  return call.write(async (writing) => {
    const current = await writing.console.get('projects', found.$id, { lock: true });
    if (!current) throw new AppError('project_not_found');
    const changed = await changeProject(writing, call, found.$id, change(current));
    return projectModel(changed, await childrenOf(writing.console, changed));
  });
}

/** Changes some of the settings about signing in. */
export const changeAuths = (
  call: Pick<Call, 'documents' | 'actor' | 'write'>,
  projectId: string,
  values: ProjectRow['auths'],
) => changeSettings(call, projectId, ({ auths }) => ({ auths: { ...auths, ...values } }));

/** The project was deleted since it was found. */
export function translateMissing(error: unknown): never {
  throw error instanceof NotFoundError ? new AppError('project_not_found', { cause: error }) : error;
}

export async function childrenOf(documents: Reader, { $internalId }: ProjectRow): Promise<Children> {
  const where = { projectInternalId: $internalId };
  const [platforms, keys, webhooks, domains] = await Promise.all([
    documents.findAll('platforms', where, limits.list.children),
    documents.findAll('keys', where, limits.list.children),
    documents.findAll('webhooks', where, limits.list.children),
    documents.findAll('domains', where, limits.list.children),
  ]);
  return { platforms, keys, webhooks, domains };
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A project as it is answered. Of a row that was read in part, what is missing shows its default. */
export function projectModel(row: ProjectRow, children: Children): Record<string, unknown> {
  const { auths = {}, services = {}, authProviders = {} } = row;
  return {
    ...row,
    authLimit: auths.limit,
    authDuration: auths.duration,
    authSessionsLimit: auths.maxSessions,
    authPasswordHistory: auths.passwordHistory,
    authPasswordDictionary: auths.passwordDictionary,
    ...Object.fromEntries(authMethods.map(({ settingKey: key }) => [`auth${capitalized(key)}`, auths[key] ?? true])),
    ...Object.fromEntries(
      optionalServices.map((key) => [`serviceStatusFor${capitalized(key)}`, services[key] ?? true]),
    ),
    providers: oauthProviders.map(({ key }) => ({
      name: capitalized(key),
      appId: authProviders[`${key}Appid`] ?? '',
      secret: authProviders[`${key}Secret`] ?? '',
      enabled: authProviders[`${key}Enabled`] ?? false,
    })),
    ...children,
  };
}
