/** What the routes of a project's custom domains share. Source: projects.md §7. */
import { path, rules } from '@plinth/http';
import { parse } from 'tldts';

export const domainIdParam = path(rules.uid(), 'ID of the domain.');

/** How a domain lies under its public suffix; a suffix that nobody knows is its last label. */
export function suffixOf(domain: string): { tld: string; registerable: string } {
  const { publicSuffix, domain: registerable } = parse(domain, { allowPrivateDomains: true });
  return { tld: publicSuffix ?? '', registerable: registerable ?? '' };
}

/** Whether CNAME records can point at it: a name below a suffix that the world knows. */
export function isTarget(target: string): boolean {
  const { hostname, isIp, isIcann, isPrivate, domain } = parse(target, { allowPrivateDomains: true });
  const isKnown = isIcann === true || isPrivate === true;
  return isKnown && isIp !== true && domain !== null && hostname === target.toLowerCase();
}
