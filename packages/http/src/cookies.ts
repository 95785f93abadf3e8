/** Reads a Cookie header. The first of equal names wins; values are given both raw and decoded by `readCookie`. */
export function readCookie(header: string | undefined, name: string): string | null {
  if (!header) return null;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    if (!value.includes('%')) return value;
    try {
      return decodeURIComponent(value);
    } catch {
      return value; // an undecodable cookie is tried as it stands and then is no session
    }
  }
  return null;
}

export interface CookieOptions {
  readonly expires: Date;
  readonly domain: string;
  readonly secure: boolean;
  readonly sameSite?: 'None';
}

export function writeCookie(name: string, value: string, options: CookieOptions): string {
  let cookie = `${name}=${encodeURIComponent(value)}; expires=${options.expires.toUTCString()}; path=/`;
  if (options.domain) cookie += `; domain=${options.domain}`;
  if (options.secure) cookie += '; secure';
  cookie += '; HttpOnly';
  if (options.sameSite) cookie += `; SameSite=${options.sameSite}`;
  return cookie;
}
