import type { Call } from '../call.js';
import { announce } from './announce.js';
import { checkAuthMethod } from './check-auth-method.js';
import { checkOrigin } from './check-origin.js';
import { checkProject } from './check-project.js';
import { checkProtocol } from './check-protocol.js';
import { checkScope } from './check-scope.js';
import { checkService } from './check-service.js';
import { checkUsage } from './check-usage.js';
import { checkUser } from './check-user.js';
import { findKey } from './find-key.js';
import { findProject } from './find-project.js';
import { findUser } from './find-user.js';
import { limitRate } from './limit-rate.js';
import { runAction } from './run-action.js';
import { send } from './send.js';
import { validate } from './validate.js';

export type Stage = (call: Call) => Promise<void> | void;

/** Everything that happens to a call. The order decides which error a client sees: read it top to bottom. */
export const pipeline: readonly Stage[] = [
  findProject,
  findUser,
  checkProject,
  checkProtocol,
  findKey,
  checkOrigin,
  checkService,
  checkScope,
  checkUser,
  limitRate,
  checkAuthMethod,
  checkUsage,
  validate,
  runAction,
  announce,
  send,
];

/** Runs a call through the stages. Stages that have nothing to wait for cost no turn of the event loop. */
export async function execute(call: Call): Promise<void> {
  for (const stage of pipeline) {
    const pending = stage(call);
    if (pending) await pending;
  }
}
