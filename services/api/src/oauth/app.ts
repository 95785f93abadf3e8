/** The project's app at a provider, and the addresses that people may be sent to. Source: account.md §5.1. */
import { fitsHostname, webHosts } from '@plinth/core';
import {
  AppError,
  invalidArgument,
  type OAuthProvider,
  type OAuthProviderKey,
  oauthProviders,
} from '@plinth/definitions';
import { checkParams, query, rules } from '@plinth/http';
import type { Call } from '../call.js';
import { ownAddress } from '../routes/own-address.js';
import { type App, readFields } from './flow.js';
import { type Send, sender } from './outgoing.js';

export type OAuthCall = Pick<Call, 'connections' | 'project' | 'request' | 'sender'>;

const providers: ReadonlyMap<string, OAuthProvider> = new Map(oauthProviders.map((one) => [one.key, one]));

export const providerKeys: readonly OAuthProviderKey[] = oauthProviders.map(({ key }) => key);

export const findProvider = (key: string): OAuthProvider | null => providers.get(key) ?? null;

/** The app as the project has it now; a sign-in needs it switched on, a session that exists already does not. */
export async function openApp(call: OAuthCall, key: string, { enabled = true } = {}): Promise<App> {
  const { connections, project } = call;
  const provider = findProvider(key);
  if (!provider) throw new AppError('project_provider_unsupported');
  const row = project.isConsole ? null : await connections.store.in(0).get('projects', project.id);
  const settings = row?.authProviders ?? {};
  const id = String(settings[`${key}Appid`] ?? '');
  const secret = String(settings[`${key}Secret`] ?? '');
  const fields = secret === '' ? null : readFields(provider, secret);
  if ((enabled && settings[`${key}Enabled`] !== true) || id === '' || !fields)
    throw new AppError('project_provider_disabled');
  if (provider.isMock && !connections.config.oauth.mock) throw new AppError('project_provider_unsupported');
  const self = ownAddress(call);
  const redirectUri = `${self}/v1/account/sessions/oauth2/callback/${key}/${project.id}`;
  return { provider, id, secret: fields.clientSecret ?? secret, fields, redirectUri, self };
}

/** How requests go to the app's provider. The mock one is this server, at whatever address it has. */
export const sendTo = ({ connections }: Pick<Call, 'connections'>, { provider }: App): Send =>
  sender({ allowPrivate: connections.config.oauth.allowPrivate || provider.isMock === true });

/** Refuses a page that is neither on a host of the project nor in an app of it. */
export function refuseForeignPage(call: OAuthCall, name: string, url: string): void {
  if (isOfApp(call, url)) return;
  const hosts = webHosts(call.project, call.connections.config.general.domain);
  checkParams(
    [[name, query(rules.platformUrl(), '')]],
    { [name]: url },
    {
      isAllowedHost: (host) => hosts.some((pattern) => fitsHostname(pattern, host)),
      allowedHosts: () => hosts,
      passwordDictionary: null,
    },
  );
  if (url.length > PAGE_LENGTH_MAX) throw invalidArgument(name, `must be at most ${PAGE_LENGTH_MAX} characters long.`);
}

export function isAllowedPage(call: OAuthCall, url: string): boolean {
  try {
    refuseForeignPage(call, 'url', url);
    return true;
  } catch {
    return false; // its refusal is the answer
  }
}

/** Two of them have to fit into a state. */
const PAGE_LENGTH_MAX = 1024;

export const SUCCESS_PATH = '/auth/oauth2/success';
export const FAILURE_PATH = '/auth/oauth2/failure';

/** Whether the page is the one that hands the session on to an app: ours, or the app's own address of that path. */
export function isHandover(call: OAuthCall, url: string): boolean {
  const page = url.split(/[?#]/, 1)[0] ?? '';
  if (isOfApp(call, url)) return page.replace(/^[^:]*:\/\/[^/]*/, '') === SUCCESS_PATH;
  return page === `${ownAddress(call)}${SUCCESS_PATH}`;
}

/** Addresses of the scheme that the client libraries of apps register. */
function isOfApp({ project }: OAuthCall, url: string): boolean {
  const scheme = `appwrite-callback-${project.id}://`.toLowerCase();
  return url.toLowerCase().startsWith(scheme) && /^[\x21-\x5b\x5d-\x7e]+$/.test(url) && url.length <= PAGE_LENGTH_MAX;
}

/** The page for a failure, told these. Our own one finds the app by the project that it hands them on to. */
export function failurePage(call: OAuthCall, url: string, told: Readonly<Record<string, string>>): string {
  const isOurs = url === `${ownAddress(call)}${FAILURE_PATH}`;
  const parameters = isOurs ? { project: call.project.id, ...told } : told;
  return Object.keys(parameters).length === 0 ? url : withQuery(url, parameters);
}

/** The address with these parameters. Schemes of apps hold what `URL` does not take. */
export function withQuery(url: string, parameters: Readonly<Record<string, string>>): string {
  const at = url.indexOf('#');
  const [page, fragment] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  const joint = !page.includes('?') ? '?' : /[?&]$/.test(page) ? '' : '&';
  return `${page}${joint}${new URLSearchParams(parameters)}${fragment}`;
}

/** Sends the browser on. Nothing of it may be kept, and the next page must not learn of this address. */
export function sendOn(call: Pick<Call, 'header'>, location: string): void {
  call.header('Location', location);
  call.header('Cache-Control', 'no-store, no-cache, must-revalidate, max-age=0');
  call.header('Pragma', 'no-cache');
  call.header('Referrer-Policy', 'no-referrer');
}
