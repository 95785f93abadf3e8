import { type Variable, variables } from '@plinth/definitions';
import { readConfiguration } from '@plinth/service';
import { type Command, success } from '../command.js';
import { envExample } from '../env-example.js';
import { textOf, type VariableTree, withValues } from '../variable-list.js';

const MASK = '********';

export const vars: Command = {
  name: 'vars',
  usage: '[--reveal] [--env]',
  summary: 'The value of every variable, secrets masked unless --reveal; --env prints a file of them all instead.',
  options: ['reveal', 'env'],
  async run({ options }, environment) {
    if (options.has('env')) return success(envExample());
    const { config } = readConfiguration(environment);
    const tree: VariableTree = variables;
    const show = options.has('reveal') ? textOf : masked;
    return success(
      withValues(tree, config).map(({ variable, value }) => `- ${variable.name}=${show(variable, value)}`),
    );
  },
};

function masked(variable: Variable, value: unknown): string {
  const text = textOf(variable, value);
  if (variable.secret) return text === '' ? '' : MASK;
  // An address may carry a user and a password.
  return text.replace(/(\w:\/\/)[^/@,]*@/g, `$1${MASK}@`);
}
