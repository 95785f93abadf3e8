/** What name servers say of a custom domain. */
import { Resolver } from 'node:dns/promises';

const TIMEOUT_MILLISECONDS = 2000;
const TRIES = 2;

export interface Question {
  readonly domain: string;
  readonly target: string;
  /** Name servers to ask; empty is those of the system. */
  readonly servers: readonly string[];
  /** Takes the same addresses in the place of a CNAME record, which the top of a zone cannot have. */
  readonly flattening: boolean;
}

/** Whether the domain leads to the target. */
export async function pointsAt({ domain, target, servers, flattening }: Question): Promise<boolean> {
  const resolver = new Resolver({ timeout: TIMEOUT_MILLISECONDS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const names = await recordsOf(() => resolver.resolveCname(domain));
  if (names.some((name) => bare(name) === bare(target))) return true;
  return flattening && names.length === 0 && haveSameAddresses(resolver, domain, target);
}

async function haveSameAddresses(resolver: Resolver, domain: string, target: string): Promise<boolean> {
  const addresses = (name: string) =>
    Promise.all([recordsOf(() => resolver.resolve4(name)), recordsOf(() => resolver.resolve6(name))]);
  const [own, wanted] = (await Promise.all([addresses(domain), addresses(target)])).map((lists) =>
    [...new Set(lists.flat())].sort(),
  );
  return own !== undefined && own.length > 0 && own.join() === wanted?.join();
}

/** A name without such records, and one that nobody answers for, are all the same here: it leads nowhere. */
async function recordsOf(ask: () => Promise<string[]>): Promise<string[]> {
  try {
    return await ask();
  } catch {
    return [];
  }
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '');
