import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';
import { Redirect } from '../redirect.js';

/** `_APP_OPTIONS_FORCE_HTTPS`: reads are redirected, everything else is refused. Source: http.md §10. */
export function checkProtocol({ connections, sender, request }: Call): void {
  if (!connections.config.general.forceHttps || sender.protocol === 'https') return;
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError('general_protocol_unsupported');
  throw new Redirect(301, `https://${sender.host}${request.target}`);
}
