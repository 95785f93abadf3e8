/** Ends a call with a redirect; thrown, so that no later stage runs. */
export class Redirect extends Error {
  constructor(
    readonly status: 301 | 302,
    readonly location: string,
  ) {
    super(`Redirect to ${location}`);
    this.name = 'Redirect';
  }
}
