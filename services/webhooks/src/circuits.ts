/** Receivers that fail again and again are only probed, so that they take nobody's time. Source: webhooks.md §3. */
import type { Limits } from './limits.js';

interface Circuit {
  failures: number;
  /** When the next one may be tried, unix milliseconds. */
  probe: number;
}

const CIRCUITS_MAX = 10_000;

export class Circuits {
  readonly #circuits = new Map<string, Circuit>();

  constructor(private readonly limits: Pick<Limits, 'failuresMax' | 'probeMilliseconds'>) {}

  /** Whether this receiver may be tried. One that fails is tried once in a while: this call is then that try. */
  allows(name: string, now = Date.now()): boolean {
    const circuit = this.#circuits.get(name);
    if (!circuit || circuit.failures < this.limits.failuresMax) return true;
    if (now < circuit.probe) return false;
    circuit.probe = now + this.limits.probeMilliseconds;
    return true;
  }

  succeeded(name: string): void {
    this.#circuits.delete(name);
  }

  failed(name: string, now = Date.now()): void {
    const circuit = this.#circuits.get(name) ?? { failures: 0, probe: 0 };
    circuit.failures++;
    circuit.probe = now + this.limits.probeMilliseconds;
    // To forget is harmless: whoever still fails is soon found out again.
    if (this.#circuits.size >= CIRCUITS_MAX) this.#circuits.clear();
    this.#circuits.set(name, circuit);
  }
}
