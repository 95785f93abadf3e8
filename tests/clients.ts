/** The official clients, each as its own user would have it. */
import * as Console from '@appwrite.io/console';
import * as Web from 'appwrite';
import { WebSocket } from 'ws';

/** What the web library looks for in a browser. A storage a person: sessions must not mix. */
class Storage {
  readonly #items = new Map<string, string>();
  getItem = (key: string): string | null => this.#items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#items.set(key, value);
}

const browser = {
  localStorage: new Storage(),
  console: { warn: () => undefined },
  setTimeout: globalThis.setTimeout,
};
Object.assign(globalThis, { window: browser, WebSocket });

export interface Browser {
  /** Runs calls of the web libraries as this browser, with its own stored session. */
  as<T>(work: () => Promise<T>): Promise<T>;
}

/** Calls of different browsers must not overlap: the library reads its storage from one global. */
export function openBrowser(): Browser {
  const storage = new Storage();
  return {
    async as(work) {
      const before = browser.localStorage;
      browser.localStorage = storage;
      try {
        return await work();
      } finally {
        browser.localStorage = before;
      }
    },
  };
}

/** A client's service whose calls are noted, so that none of its methods is forgotten. */
export function noted<Service extends object>(service: Service) {
  const called = new Set<string>();
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(service)).filter((name) => name !== 'constructor');
  const spied = new Proxy(service, {
    get(target, name, receiver) {
      if (typeof name === 'string' && methods.includes(name)) called.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
  return { service: spied, missing: () => methods.filter((name) => !called.has(name)) };
}

const typeOf = (error: unknown) => (error as { type?: string }).type;
/** The type of the error that the call ends with. */
export const refused = async (call: Promise<unknown>) => call.then(() => 'accepted', typeOf);

export { Console, Web };
