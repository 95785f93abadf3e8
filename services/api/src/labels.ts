/** What a route declares about itself: everything but its action, which sees a whole call. */
import type { Scope } from '@plinth/definitions';
import type { Params } from '@plinth/http';

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

export interface Labels<P extends Params> {
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
  /** People are led here by a browser, and are shown a page when it fails. */
  readonly errorPage?: boolean;
  /** Any origin may call it. */
  readonly openOrigin?: boolean;
  /** Whether it looks at `X-Appwrite-Timestamp`. */
  readonly timestamp?: boolean;
  readonly aliases?: readonly Alias[];
  /** In no API description. */
  readonly hidden?: boolean;
  readonly deprecated?: boolean;
}

/** A route as its call knows it, with what is derived from the declaration. */
export interface RouteLabels extends Labels<Params> {
  /** The whole path. */
  readonly fullPath: string;
  /** Namespace of its name. */
  readonly service: string;
  /** Parameters in declared order, the order of their checks. */
  readonly paramList: readonly (readonly [string, Params[string]])[];
  /** Takes a `Call`, which holds these labels in turn. */
  action(call: never): Promise<unknown> | unknown;
}
