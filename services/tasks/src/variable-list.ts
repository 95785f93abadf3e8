import type { Variable } from '@plinth/definitions';

/** Variables by group, groups by name: the shape of `variables`, read without knowing which there are. */
export interface VariableTree {
  readonly [key: string]: Variable | VariableTree;
}

export interface VariableValue {
  readonly variable: Variable;
  readonly value: unknown;
}

/** Every variable in the order of the table. */
export const listed = (tree: VariableTree): Variable[] => withValues(tree, {}).map(({ variable }) => variable);

/** Every variable with its value in a tree of the same shape. */
export function withValues(tree: VariableTree, values: object): VariableValue[] {
  const given = new Map(Object.entries(values));
  return Object.entries(tree).flatMap(([key, branch]) => {
    const value: unknown = given.get(key);
    if (isVariable(branch)) return [{ variable: branch, value }];
    return withValues(branch, typeof value === 'object' && value !== null ? value : {});
  });
}

/** A value as it is written in the environment. */
export function textOf({ kind }: Variable, value: unknown): string {
  if (kind === 'switch') return value === true ? 'enabled' : 'disabled';
  return Array.isArray(value) ? value.join(',') : String(value);
}

const isVariable = (branch: Variable | VariableTree): branch is Variable => typeof branch.kind === 'string';
