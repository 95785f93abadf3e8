import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

/** A service that the project switched off answers its servers only. */
export function checkService({ route, project, actor }: Call): void {
  if (!actor.isServer && project.settings.services[route.service] === false)
    throw new AppError('general_service_disabled');
}
