import type { Call } from '../call.js';

/** The project of a request: parameter, header, or the console. Source: http.md §2. */
export async function findProject(call: Call): Promise<void> {
  const { raw, request } = call;
  const named =
    typeof raw.project === 'string' && raw.project !== '' ? raw.project : request.headers['x-appwrite-project'];
  call.projectId = typeof named === 'string' && named !== '' ? named : 'console';
  call.opened = await call.connections.projects.open(call.projectId);
  const locale = typeof raw.locale === 'string' ? raw.locale : request.headers['x-appwrite-locale'];
  call.locale =
    typeof locale === 'string' && /^[a-z]{2,3}(-[a-z]{2,4})?$/i.test(locale)
      ? locale.toLowerCase()
      : call.connections.config.general.locale;
}
