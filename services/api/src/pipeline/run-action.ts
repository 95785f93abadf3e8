import type { Call } from '../call.js';
import { translateRefusal } from '../refusals.js';

export async function runAction(call: Call): Promise<void> {
  try {
    call.result = await call.route.action(call as never);
  } catch (error) {
    throw translateRefusal(error);
  }
}
