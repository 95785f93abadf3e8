/** What a route may declare. Router, validation, error order, OpenAPI and documentation read the entry; nothing repeats it. */
import type { Scope } from '@plinth/definitions';
import type { Params, ParamValues } from '@plinth/http';
import type { Call } from './call.js';

export type AuthWay = 'session' | 'jwt' | 'key' | 'admin';

export interface RateLimit {
  /** Calls in a window. */
  readonly limit: number;
  readonly seconds: number;
  /** Counter keys with placeholders: `{url}`, `{ip}`, `{userId}`, `{method}`, `{param-name}`. */
  readonly keys: readonly string[];
}

export interface AuditLabel {
  readonly event: string;
  /** With placeholders `{params.x}`, `{response.x}`, `{user.x}`. */
  readonly resource: string;
  /** Takes the user named by the response as the actor, so that log-ins and sign-ups are attributed. */
  readonly actor?: 'response';
}

export interface Alias {
  readonly path: string;
  /** Parameters that the older path does not carry. */
  readonly params?: Readonly<Record<string, string>>;
}

/** The values of one call, as an action sees them. */
export type ActionCall<P extends Params> = Omit<Call, 'params'> & { readonly params: ParamValues<P> };

export interface RouteDeclaration<P extends Params> {
  /** Namespace and method of the client libraries; the namespace is the service that a project can switch off. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/v1`, or from the root where `outside` is set. */
  readonly path: string;
  readonly outside?: boolean;
  readonly summary: string;
  readonly scope: Scope;
  /** Ways of the callers it is made for, for documentation; empty is open to guests. */
  readonly auth: readonly AuthWay[];
  readonly params: P;
  /** Of several models the answer itself tells which one it is. */
  readonly response: { readonly status: number; readonly model: string | readonly string[] };
  /** Event label, filled from parameters, response and the IDs that the action sets. */
  readonly event?: string;
  readonly audit?: AuditLabel;
  readonly rateLimit?: RateLimit;
  /** Setting key of the way to sign in that must be switched on. */
  readonly authMethod?: string;
  /** Only the console project may call it. */
  readonly consoleOnly?: boolean;
  /** Any origin may call it. */
  readonly openOrigin?: boolean;
  /** Whether it looks at `X-Appwrite-Timestamp`. */
  readonly timestamp?: boolean;
  readonly aliases?: readonly Alias[];
  /** In no API description. */
  readonly hidden?: boolean;
  readonly deprecated?: boolean;
  action(call: ActionCall<P>): Promise<unknown> | unknown;
}

export interface Route extends RouteDeclaration<Params> {
  /** The whole path. */
  readonly fullPath: string;
  /** Namespace of its name. */
  readonly service: string;
  /** Parameters in declared order, the order of their checks. */
  readonly paramList: readonly (readonly [string, Params[string]])[];
}

export function route<const P extends Params>(declared: RouteDeclaration<P>): Route {
  return {
    ...(declared as unknown as RouteDeclaration<Params>),
    fullPath: declared.outside ? declared.path : `/v1${declared.path}`,
    service: declared.name.split('.')[0] ?? '',
    paramList: Object.entries(declared.params),
  };
}
