import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../arguments.js';
import { runCommand } from './index.js';

describe('the command line', () => {
  it('prints the usage and fails without a command', async () => {
    const { lines, code } = await runCommand([], {});
    expect(code).toBe(1);
    expect(lines[0]).toBe('Usage:');
    for (const name of ['vars', 'doctor', 'queue']) expect(lines.join('\n')).toContain(`plinth ${name}`);
  });

  it('prints the usage when asked for it', async () => {
    expect((await runCommand(['help'], {})).code).toBe(0);
    expect(await runCommand(['--help'], {})).toEqual(await runCommand(['help'], {}));
  });

  it('names an unknown command and fails', async () => {
    const { lines, code } = await runCommand(['dance'], {});
    expect(code).toBe(1);
    expect(lines[0]).toBe('There is no command dance.');
  });

  it('names an unknown option and fails', async () => {
    const { lines, code } = await runCommand(['vars', '--colour=red'], {});
    expect(code).toBe(1);
    expect(lines[0]).toBe('vars knows no option colour.');
  });

  it('reads options with and without dashes, and keeps what follows the first equals sign', () => {
    const { words, options } = readArguments(['peek', 'mail', 'limit=5', '--id=a=b', '--reveal', 'change/audits']);
    expect(words).toEqual(['peek', 'mail', 'change/audits']);
    expect([...options]).toEqual([
      ['limit', '5'],
      ['id', 'a=b'],
      ['reveal', ''],
    ]);
  });
});
