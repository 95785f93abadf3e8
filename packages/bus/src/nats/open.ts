import type { Bus } from '../bus.js';
import type { NatsBusOptions } from './nats.js';

/** Connects, and makes the streams. The client is loaded with it: an embedded process never pays for it. */
export async function openNatsBus(options: NatsBusOptions): Promise<Bus> {
  const nats = await import('./nats.js');
  return nats.openNatsBus(options);
}
