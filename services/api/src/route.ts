/**
 * Routes as data. Router, validation, error order, OpenAPI and documentation read the entry; nothing repeats it.
 */
import type { Params, ParamValues } from '@plinth/http';
import type { Call } from './call.js';
import type { Labels, RouteLabels } from './labels.js';

export type { Alias, AuditLabel, AuthWay, RateLimit } from './labels.js';

/** The values of one call, as an action sees them. */
export type ActionCall<P extends Params> = Omit<Call, 'params'> & { readonly params: ParamValues<P> };

export interface RouteDeclaration<P extends Params> extends Labels<P> {
  action(call: ActionCall<P>): Promise<unknown> | unknown;
}

export interface Route extends RouteLabels {
  action(call: ActionCall<Params>): Promise<unknown> | unknown;
}

export function route<const P extends Params>(declared: RouteDeclaration<P>): Route {
  return {
    ...(declared as unknown as RouteDeclaration<Params>),
    fullPath: declared.outside ? declared.path : `/v1${declared.path}`,
    service: declared.name.split('.')[0] ?? '',
    paramList: Object.entries(declared.params),
  };
}
