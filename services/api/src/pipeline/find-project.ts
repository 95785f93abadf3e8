import { localeCodes } from '@plinth/definitions';
import type { Call } from '../call.js';

/** Spelled exactly so; any other asks for the language of the server. */
const LOCALES: ReadonlySet<string> = new Set(localeCodes);

/** The project of a request: parameter, header, or the console. Source: http.md §2. */
export function findProject(call: Call): Promise<void> | undefined {
  const { raw, request } = call;
  const named =
    typeof raw.project === 'string' && raw.project !== '' ? raw.project : request.headers['x-appwrite-project'];
  call.projectId = typeof named === 'string' && named !== '' ? named : 'console';
  const locale = typeof raw.locale === 'string' ? raw.locale : request.headers['x-appwrite-locale'];
  call.locale = typeof locale === 'string' && LOCALES.has(locale) ? locale : call.connections.config.general.locale;
  const opening = call.connections.projects.open(call.projectId);
  if (opening instanceof Promise) {
    return opening.then((project) => {
      call.opened = project;
    });
  }
  call.opened = opening;
  return undefined;
}
