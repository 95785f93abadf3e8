import { isAllowedOrigin, parseOrigin } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

/** Pages and apps must be registered to change anything; callers without an origin are no browsers (http.md §5.4). */
export function checkOrigin({ route, request, sender, opened, actor }: Call): void {
  if (request.method === 'GET' || request.method === 'HEAD' || route.openOrigin || actor.kind === 'key') return;
  const origin = parseOrigin(sender.origin);
  if (!origin || isAllowedOrigin(origin, opened, sender.host)) return;
  const kind = origin.scheme.startsWith('appwrite')
    ? 'an app platform with this ID'
    : 'a web platform with this host name';
  throw new AppError('general_unknown_origin', {
    message: `The origin ${origin.host} is not known. Register ${kind} in the project.`,
  });
}
