import { ConfigurationError, type Environment } from '@plinth/service';
import { readArguments } from '../arguments.js';
import { type Command, failure, type Outcome, success, UsageError } from '../command.js';
import { doctor } from './doctor.js';
import { queue } from './queue.js';
import { vars } from './vars.js';

const commands: readonly Command[] = [vars, doctor, queue];

/** Runs what was typed behind `plinth`. Faults that have a sentence end as lines and code 1, all others are thrown. */
export async function runCommand(given: readonly string[], environment?: Environment): Promise<Outcome> {
  const [name = '', ...rest] = given;
  if (name === 'help' || name === '--help') return success(usage());
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    return failure([...(name === '' ? [] : [`There is no command ${name}.`, '']), ...usage()]);
  }
  try {
    const read = readArguments(rest);
    const unknown = [...read.options.keys()].find((option) => !command.options.includes(option));
    if (unknown !== undefined) throw new UsageError(`${name} knows no option ${unknown}.`);
    return await command.run(read, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return failure(error.message.split('\n'));
    if (error instanceof UsageError)
      return failure([error.message, '', `Usage: plinth ${name} ${command.usage}`.trim()]);
    throw error;
  }
}

function usage(): string[] {
  const heads = commands.map(({ name, usage: rest }) => `  plinth ${name} ${rest}`.trimEnd());
  return [
    'Usage:',
    ...commands.flatMap(({ summary }, index) => [heads[index] ?? '', `      ${summary}`]),
    'Options are written key=value or --key=value.',
  ];
}
