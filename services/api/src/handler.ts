/** From an HTTP request to a call of its route, and from its outcome to a reply. */
import type { Connections } from '@plinth/core';
import { SchemaError } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import {
  errorReply,
  type HttpRequest,
  parseBody,
  parseFields,
  type Reply,
  Router,
  senderOf,
  TrustedProxies,
} from '@plinth/http';
import { Call } from './call.js';
import { showErrorPage } from './error-page.js';
import { commonHeaders, preflightHeaders } from './headers.js';
import { execute } from './pipeline/index.js';
import { Redirect } from './redirect.js';
import { type Route, route } from './route.js';

interface Target {
  readonly route: Route;
  /** Parameters that an older path implies. */
  readonly implied: Readonly<Record<string, string>>;
}

/** Stands for the route of paths that have none, so that their error has headers like every other. */
const NOWHERE = route({
  name: 'nowhere.get',
  method: 'GET',
  path: '/',
  summary: 'No route',
  scope: 'public',
  auth: [],
  params: {},
  response: { status: 404, model: 'none' },
  hidden: true,
  action: () => undefined,
});

export interface Api {
  /** Whether a path belongs to the API; everything else is for the pages. */
  owns(method: string, path: string): boolean;
  handle(request: HttpRequest): Promise<Reply>;
}

export function createApi(routes: readonly Route[], connections: Connections): Api {
  const router = new Router<Target>();
  for (const declared of routes) {
    router.add(declared.method, declared.fullPath, { route: declared, implied: {} });
    for (const { path, params = {} } of declared.aliases ?? [])
      router.add(declared.method, `/v1${path}`, { route: declared, implied: params });
  }
  const proxies = new TrustedProxies(connections.config.server.trustedProxies);
  const development = connections.config.general.env === 'development';
  const requests = connections.metrics.histogram('plinth_api_seconds', 'Seconds from a request to its answer.', [
    'route',
    'status',
  ]);

  async function run(
    request: HttpRequest,
    target: Target,
    params: Readonly<Record<string, string | undefined>>,
    query: string,
  ): Promise<Reply> {
    const sender = senderOf(request, proxies);
    let call = new Call(target.route, request, sender, connections);
    try {
      if (request.method === 'GET' || request.method === 'HEAD')
        call.raw = query === '' ? {} : { ...parseFields(query) };
      else {
        call.body = parseBody(
          request.headers['content-type'],
          await request.read(connections.config.server.payloadLimit),
        );
        call.raw = { ...call.body.fields };
      }
      Object.assign(call.raw, target.implied, params);
      while (!(await succeeds(call))) call = repeated(call);
      return call.reply;
    } catch (error) {
      return fail(call, error, development);
    }
  }

  return {
    owns: (method, path) => path === '/v1' || path.startsWith('/v1/') || router.find(method, path) !== null,
    async handle(request) {
      const started = performance.now();
      const { method, target } = request;
      const at = target.indexOf('?');
      const path = at < 0 ? target : target.slice(0, at);
      if (method === 'OPTIONS')
        return { status: 204, headers: preflightHeaders(request.headers.origin ?? ''), body: null };
      const match = router.find(method, path);
      const reply = match
        ? await run(request, match.target, match.params, at < 0 ? '' : target.slice(at + 1))
        : fail(
            new Call(NOWHERE, request, senderOf(request, proxies), connections),
            new AppError('general_route_not_found'),
            development,
          );
      const seconds = (performance.now() - started) / 1000;
      requests.observe(seconds, { route: match?.target.route.name ?? 'none', status: String(reply.status) });
      return reply;
    },
  };
}

/** Changes of a schema may follow each other faster than a call that they get in the way of; there is an end to it. */
const REPEATS_MAX = 5;

/** False: it is to be run again. */
async function succeeds(call: Call): Promise<boolean> {
  try {
    await execute(call);
    return true;
  } catch (error) {
    if (await isWorthRepeating(call, error)) return false;
    throw error;
  }
}

/** A refusal on the word of a kept copy counts only if the copy was still true (RULINGS.md §2.1). */
async function isWorthRepeating(call: Call, error: unknown): Promise<boolean> {
  if (call.repeats === REPEATS_MAX || !(error instanceof AppError) || (error.status >= 500 && !error.cause))
    return false;
  if (error.type === 'general_rate_limit_exceeded' || error.type === 'general_service_unavailable') return false;
  const { projects, collections } = call.connections;
  if (error.cause instanceof SchemaError && call.collection && call.opened) {
    // It may be the schema of a related collection that has changed.
    collections.forgetDatabase(call.opened, call.collection.database.$id);
    return true;
  }
  const [project, collection] = await Promise.all([
    projects.isStale(call.opened, call.projectId),
    call.collection && call.opened ? collections.isStale(call.opened, call.collection) : false,
  ]).catch(() => [false, false]);
  return Boolean(project || collection);
}

function repeated(call: Call): Call {
  const again = new Call(call.route, call.request, call.sender, call.connections);
  again.raw = call.raw;
  again.body = call.body;
  again.repeats = call.repeats + 1;
  again.isCounted = call.isCounted;
  return again;
}

function fail(call: Call, error: unknown, development: boolean): Reply {
  if (error instanceof Redirect) {
    return {
      status: error.status,
      headers: { ...commonHeaders(call), ...call.reply.headers, Location: error.location },
      body: null,
    };
  }
  const reply = errorReply(error, development);
  Object.assign(reply.headers, commonHeaders(call), call.reply.headers);
  if (call.route.errorPage) showErrorPage(reply, call, error);
  if (reply.status >= 500 && reply.status !== 501 && reply.status !== 503) {
    call.connections.log.error({ error, route: call.route.name, projectId: call.projectId }, 'a request failed');
  }
  return reply;
}
