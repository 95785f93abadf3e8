import type { Verifier } from './hash.js';

const ENCODED = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** About five seconds of one thread; every step doubles that, up to days. */
const COST_MAX = 16;

/** The variants 2a, 2b and 2y, which agree on all but malformed input; computed in a thread of the pool. */
export const verifyBcrypt: Verifier = async (password, stored) => {
  const cost = Number(ENCODED.exec(stored)?.[1] ?? Number.NaN);
  if (!(cost <= COST_MAX)) return false;
  // Loaded when the first text of the kind is met: most servers never see one.
  const { verify } = await import('@node-rs/bcrypt');
  return verify(password, stored);
};
