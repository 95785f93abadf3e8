import { describe, expect, it } from '@jest/globals';
import { type Variable, variables } from '@plinth/definitions';
import { readConfiguration } from '@plinth/service';
import { listed, withValues } from '../variable-list.js';
import { runCommand } from './index.js';

const all: readonly Variable[] = listed(variables);
const secrets = all.filter(({ secret }) => secret);

describe('vars', () => {
  it('prints every variable once, in the order of the table', async () => {
    const { lines, code } = await runCommand(['vars'], {});
    expect(code).toBe(0);
    expect(lines.map((line) => /^- (\w+)=/.exec(line)?.[1])).toEqual(all.map(({ name }) => name));
  });

  it('prints values as they are written in the environment', async () => {
    const { lines } = await runCommand(['vars'], {
      _APP_LOCALE: 'de',
      _APP_OPTIONS_ABUSE: 'off',
      _APP_CONSOLE_WHITELIST_IPS: ' 10.0.0.1, 10.0.0.2',
      _APP_DB_PORT: '',
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        '- _APP_LOCALE=de',
        '- _APP_OPTIONS_ABUSE=disabled',
        '- _APP_CONSOLE_WHITELIST_IPS=10.0.0.1,10.0.0.2',
        '- _APP_DB_PORT=3306',
      ]),
    );
  });

  it('masks every secret that is set, and passwords inside addresses', async () => {
    const given = Object.fromEntries(secrets.map(({ name }) => [name, `hidden-${name}`]));
    const environment = { ...given, _APP_NATS_URL: 'nats://me:hidden-too@one:4222,nats://me:hidden-too@two:4222' };
    const { lines } = await runCommand(['vars'], environment);
    expect(lines.join('\n')).not.toContain('hidden');
    expect(lines).toContain('- _APP_DB_PASS=********');
    expect(lines).toContain('- _APP_NATS_URL=nats://********@one:4222,nats://********@two:4222');
    expect((await runCommand(['vars'], {})).lines).toContain('- _APP_SMTP_PASSWORD=');
  });

  it('reveals them when told to', async () => {
    const { lines } = await runCommand(['vars', '--reveal'], { _APP_DB_PASS: 'open sesame' });
    expect(lines).toContain('- _APP_DB_PASS=open sesame');
  });

  it('reports all faults of the environment instead', async () => {
    const { lines, code } = await runCommand(['vars'], { _APP_DB_PORT: 'x', _APP_ENV: 'testing' });
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/_APP_ENV.*_APP_DB_PORT/s);
  });

  describe('--env', () => {
    it('prints each variable with its default under the heading of its category', async () => {
      const { lines, code } = await runCommand(['vars', '--env'], { _APP_LOCALE: 'de' });
      expect(code).toBe(0);
      const names = lines.flatMap((line) => /^#?(\w+)=/.exec(line)?.[1] ?? []);
      expect(names).toEqual(all.map(({ name }) => name));
      expect(lines).toContain('#_APP_LOCALE=en');
      expect(lines.filter((line) => line.startsWith('## '))).toEqual(
        [...new Set(all.map(({ category }) => category))].map((category) => `## ${category}`),
      );
      for (const { summary } of all) expect(lines.join('\n')).toContain(`# ${summary}`);
    });

    it('leaves only published secrets to be changed', async () => {
      const { lines } = await runCommand(['vars', '--env'], {});
      const free = lines.filter((line) => /^\w/.test(line)).map((line) => line.split('=')[0]);
      expect(free).toEqual(secrets.filter((variable) => variable.default !== '').map(({ name }) => name));
    });

    it('gives every variable its default again when all lines are freed', async () => {
      const { lines } = await runCommand(['vars', '--env'], {});
      const pairs = lines.flatMap((line) => {
        const [, name, value] = /^#?(\w+)=(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value]];
      });
      const { config } = readConfiguration(Object.fromEntries(pairs));
      for (const { variable, value } of withValues(variables, config)) {
        expect([variable.name, value]).toEqual([variable.name, variable.default]);
      }
    });
  });
});
