import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

export function checkProject({ opened }: Call): void {
  if (!opened) throw new AppError('project_not_found');
}
