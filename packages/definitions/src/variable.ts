/** The types in which environment variables are declared; `variables.ts` holds the variables. */

export type VariableKind = 'string' | 'integer' | 'port' | 'switch' | 'choice' | 'list' | 'url';

/**
 * One environment variable. `Value` is its checked type: `switch` is a boolean (`enabled`/`disabled`), `list` is
 * string[].
 */
export interface Variable<Value = unknown> {
  readonly name: string;
  readonly kind: VariableKind;
  readonly default: Value;
  readonly category: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** Smallest and largest number. */
  readonly min?: number;
  readonly max?: number;
  readonly secret?: boolean;
  /** Accepted and not used. */
  readonly ignored?: boolean;
  readonly value?: Value;
}

interface Common {
  readonly category: string;
  readonly summary: string;
  readonly secret?: boolean;
  readonly ignored?: boolean;
  readonly min?: number;
  readonly max?: number;
}

export const string = (name: string, preset: string, rest: Common): Variable<string> => ({
  name,
  kind: 'string',
  default: preset,
  ...rest,
});
export const integer = (name: string, preset: number, rest: Common): Variable<number> => ({
  name,
  kind: 'integer',
  default: preset,
  ...rest,
});
export const port = (name: string, preset: number, rest: Common): Variable<number> => ({
  name,
  kind: 'port',
  default: preset,
  ...rest,
});
/** `enabled` or `disabled` (also true/false, 1/0, on/off). */
export const toggle = (name: string, preset: boolean, rest: Common): Variable<boolean> => ({
  name,
  kind: 'switch',
  default: preset,
  ...rest,
});
/** Comma separated; blanks trimmed, empty entries dropped. */
export const list = (name: string, preset: readonly string[], rest: Common): Variable<readonly string[]> => ({
  name,
  kind: 'list',
  default: preset,
  ...rest,
});
export const url = (name: string, preset: string, rest: Common): Variable<string> => ({
  name,
  kind: 'url',
  default: preset,
  ...rest,
});
export const choice = <const C extends string>(
  name: string,
  choices: readonly C[],
  preset: C,
  rest: Common,
): Variable<C> => ({ name, kind: 'choice', choices, default: preset, ...rest });
