import findMyWay, { type HTTPMethod, type HTTPVersion, type Instance } from 'find-my-way';

export interface Match<Target> {
  readonly target: Target;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** A radix tree over `METHOD /path/:param`. HEAD finds GET routes; a trailing slash does not matter. */
export class Router<Target> {
  readonly #tree: Instance<HTTPVersion.V1> = findMyWay({
    ignoreTrailingSlash: true,
    caseSensitive: true,
    maxParamLength: 4096,
  });

  add(method: string, path: string, target: Target): void {
    this.#tree.on(method as HTTPMethod, path, () => undefined, target);
  }

  find(method: string, path: string): Match<Target> | null {
    const found = this.#tree.find((method === 'HEAD' ? 'GET' : method) as HTTPMethod, path);
    return found ? { target: found.store as Target, params: found.params } : null;
  }
}
