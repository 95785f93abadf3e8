import type { Engine } from '../../engine.js';
import type { MariadbOptions } from './engine.js';

/** Opens a pool. The driver is loaded with it: an embedded process never pays for it. */
export async function openMariadb(options: MariadbOptions): Promise<Engine> {
  const engine = await import('./engine.js');
  return engine.openMariadb(options);
}
