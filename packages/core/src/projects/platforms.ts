/** Which web pages and apps may call a project. Source: http.md §5.1. */

import { platformTypes } from '@plinth/definitions';
import type { Project } from './project.js';

const WEB: ReadonlySet<string> = new Set(platformTypes.web);
const NATIVE: ReadonlySet<string> = new Set(platformTypes.native.filter((type) => type !== 'unity'));

/** Whether a host name fits a pattern whose labels may be `*`; `*` alone fits all. */
export function fitsHostname(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern.toLowerCase() === host.toLowerCase()) return true;
  if (!pattern.includes('*')) return false;
  const wanted = pattern.toLowerCase().split('.');
  const given = host.toLowerCase().split('.');
  return wanted.length === given.length && wanted.every((label, at) => label === '*' || label === given[at]);
}

/** Host names of the project's web platforms, and those of the console: localhost and the host of the request. */
export function webHosts(project: Project | null, requestHost: string): string[] {
  const own = project?.platforms.filter(({ type }) => WEB.has(type)).map(({ hostname }) => hostname) ?? [];
  return [...new Set([...own, 'localhost', requestHost].filter(Boolean))];
}

export interface ParsedOrigin {
  /** `http`, `appwrite-ios`, ... */
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

const ORIGIN = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:@]*)(?::(\d+))?/;

/** The parts of an origin or referer; null when it names no host. Package names may hold what URLs do not allow. */
export function parseOrigin(origin: string): ParsedOrigin | null {
  const match = ORIGIN.exec(origin);
  if (!match?.[2]) return null;
  return { scheme: match[1]?.toLowerCase() ?? '', host: match[2], port: match[3] ?? '' };
}

export function isAllowedOrigin(origin: ParsedOrigin, project: Project | null, requestHost: string): boolean {
  if (origin.scheme.startsWith('appwrite')) {
    return project?.platforms.some(({ type, key }) => NATIVE.has(type) && key === origin.host) ?? false;
  }
  return webHosts(project, requestHost).some((pattern) => fitsHostname(pattern, origin.host));
}
