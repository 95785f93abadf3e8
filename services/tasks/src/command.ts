import type { Environment } from '@plinth/service';
import type { Arguments } from './arguments.js';

export interface Outcome {
  readonly lines: readonly string[];
  /** Exit code of the process. */
  readonly code: number;
}

export interface Command {
  readonly name: string;
  /** What follows the name, as the usage shows it. */
  readonly usage: string;
  readonly summary: string;
  /** Options it understands, without the dashes. */
  readonly options: readonly string[];
  /** Without an environment the process's own is read. */
  run(given: Arguments, environment?: Environment): Promise<Outcome>;
}

/** A mistake of who typed the command: its text is printed with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const success = (lines: readonly string[]): Outcome => ({ lines, code: 0 });
export const failure = (lines: readonly string[]): Outcome => ({ lines, code: 1 });
