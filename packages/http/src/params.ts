import { invalidArgument } from '@plinth/definitions';
import { type Rule, type RuleContext, RuleError } from './rule.js';

export type ParamPlace = 'path' | 'query' | 'body';

/** A declared parameter. `Value` is what the action sees. */
export interface Param<Value> {
  readonly in: ParamPlace;
  readonly rule: Rule<unknown>;
  readonly description: string;
  readonly required: boolean;
  readonly default: unknown;
  readonly value?: Value;
}

export interface RequiredParam<Value> extends Param<Value> {
  /** Not needed: absent gives `preset`; an explicit null is passed on as null. */
  optional(): Param<Value | null>;
  optional<Preset>(preset: Preset): Param<Value | Preset | null>;
}

export type Params = Readonly<Record<string, Param<unknown>>>;

/** The values that an action gets for declared parameters. */
export type ParamValues<P extends Params> = {
  readonly [K in keyof P]: P[K] extends Param<infer Value> ? Value : never;
};

function param<Value>(place: ParamPlace, rule: Rule<Value>, description: string): RequiredParam<Value> {
  const declared: Param<Value> = { in: place, rule, description, required: true, default: undefined };
  return {
    ...declared,
    optional: <Preset>(preset?: Preset) =>
      ({ ...declared, required: false, default: preset ?? null }) as Param<Value | Preset | null>,
  };
}

export const path = <V>(rule: Rule<V>, description: string): RequiredParam<V> => param('path', rule, description);
export const query = <V>(rule: Rule<V>, description: string): RequiredParam<V> => param('query', rule, description);
export const body = <V>(rule: Rule<V>, description: string): RequiredParam<V> => param('body', rule, description);

/** Checks values in declared order; the first failure is a 400 that names its parameter. */
export function checkParams(
  declared: readonly (readonly [string, Param<unknown>])[],
  raw: Readonly<Record<string, unknown>>,
  context: RuleContext,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, param] of declared) {
    const given = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (given === undefined) {
      if (param.required) throw invalidArgument(name, 'It is required.');
      values[name] = param.default;
    } else if (given === null && !param.required) {
      values[name] = null;
    } else {
      try {
        values[name] = param.rule.check(given, context);
      } catch (error) {
        if (error instanceof RuleError) throw invalidArgument(name, error.message);
        throw error;
      }
    }
  }
  return values;
}
