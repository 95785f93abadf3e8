export interface SessionCredential {
  readonly userId: string;
  readonly secret: string;
}

export const sessionCookieName = (projectId: string): string => `a_session_${projectId}`.toLowerCase();

/** The cookie's value: base64 of `{"id": user, "secret": secret}`. */
export const encodeSession = ({ userId, secret }: SessionCredential): string =>
  Buffer.from(JSON.stringify({ id: userId, secret })).toString('base64');

/** Reads a cookie's value; null for anything that is none, which then counts as no session. */
export function decodeSession(value: string | null | undefined): SessionCredential | null {
  if (!value) return null;
  const known = decoded.get(value);
  if (known) return known;
  const credential = decode(value);
  if (credential) {
    if (decoded.size >= DECODED_MAX) decoded.clear();
    decoded.set(value, credential);
  }
  return credential;
}

/** The same cookie comes with every request of a page. */
const decoded = new Map<string, SessionCredential>();
const DECODED_MAX = 2000;

function decode(value: string): SessionCredential | null {
  try {
    const parsed = JSON.parse(
      Buffer.from(value.includes('%') ? decodeURIComponent(value) : value, 'base64').toString('utf8'),
    ) as unknown;
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { id, secret } = parsed as { id?: unknown; secret?: unknown };
    return typeof id === 'string' && typeof secret === 'string' && id !== '' && secret !== ''
      ? { userId: id, secret }
      : null;
  } catch {
    return null; // junk in a cookie is no session, never an error
  }
}

/** The session in an `X-Fallback-Cookies` header; the cookie name keeps the project ID's case there. */
export function decodeFallback(header: string | undefined, projectId: string): SessionCredential | null {
  if (!header) return null;
  try {
    const cookies = JSON.parse(header) as Record<string, unknown>;
    const value = cookies[`a_session_${projectId}`];
    return typeof value === 'string' ? decodeSession(value) : null;
  } catch {
    return null; // as above
  }
}
