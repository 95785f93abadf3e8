/** The cookie by which a browser shows that it began the sign-in which it ends. Several may be on their way at once. */
import { readCookie } from '@plinth/http';
import type { Call } from '../../../../call.js';

export const nonceCookie = (nonce: string): string => `a_oauth_${nonce.slice(0, 16)}`;

/**
 * Whether the request comes from where the sign-in began. Only browsers send `Sec-Fetch-Mode`, and those keep cookies;
 * without either it is a client that has no cookies, and whom nobody can lure here.
 */
export function isSameBrowser({ request }: Pick<Call, 'request'>, nonce: string): boolean {
  const cookie = readCookie(request.headers.cookie, nonceCookie(nonce));
  return cookie === null ? request.headers['sec-fetch-mode'] === undefined : cookie === nonce;
}
