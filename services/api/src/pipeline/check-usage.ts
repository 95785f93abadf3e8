import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

/** Routes that answer series of figures, which some servers do not collect. Source: http.md §1, step 16. */
export function checkUsage({ route, connections }: Call): void {
  const { model } = route.response;
  if (!connections.config.general.usageStats && typeof model === 'string' && model.startsWith('usage'))
    throw new AppError('general_usage_disabled');
}
