import { describe, expect, it } from '@jest/globals';
import { createLog, type LogOptions, serviceLog } from './log.js';

const open = (options: Partial<LogOptions> = {}) => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const log = createLog({ service: 'mails', level: 'info', development: false, write, ...options });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
};

describe('the log', () => {
  it('is one JSON line an entry, with the agreed names', () => {
    const { log, lines, last } = open();
    log.info({ requestId: 'r1', projectId: 'p1', status: 200, ms: 3 }, 'request');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(last()).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'info',
      service: 'mails',
      message: 'request',
      requestId: 'r1',
      projectId: 'p1',
      status: 200,
      ms: 3,
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = open({ level: 'warn' });
    log.info('no');
    log.warn('yes');
    expect(lines).toHaveLength(1);
  });

  it('writes no secrets, at any depth, in lists and in child logs', () => {
    const { log, lines } = open();
    const headers = {
      'X-Appwrite-Key': 's3cret',
      Authorization: 's3cret',
      'set-cookie': ['s3cret'],
      accept: 'text/html',
    };
    log.info({ password: 's3cret', oldPassword: 's3cret', deep: [{ headers, accessToken: 's3cret' }] }, 'x');
    log.child({ secret: 's3cret', cookie: 's3cret' }).info('y');
    expect(lines.join()).not.toContain('s3cret');
    expect(lines[0]).toContain('text/html');
  });

  it('gives errors with type, code and chain of causes, and none of their other properties', () => {
    const { log, last } = open();
    const root = Object.assign(new RangeError('root'), { code: 'E1', config: { url: 'hidden' } });
    const typed = Object.assign(new Error('outer', { cause: root }), { type: 'general_unknown' });
    for (const write of [
      () => log.error({ error: typed }, 'failed'),
      () => log.child({ error: typed }).error('failed'),
    ]) {
      write();
      expect(last().error).toEqual({
        type: 'general_unknown',
        message: 'outer',
        stack: expect.any(String),
        cause: { type: 'RangeError', message: 'root', code: 'E1', stack: expect.any(String) },
      });
    }
    log.error(new TypeError('alone'));
    expect(last()).toMatchObject({ message: 'alone', error: { type: 'TypeError' } });
    log.error({ error: new AggregateError([new Error('one'), 'two'], 'both') }, 'failed');
    expect(last().error.errors).toMatchObject([{ message: 'one' }, { type: 'string', message: 'two' }]);
  });

  it('survives circles, big integers and buffers', () => {
    const { log, last } = open();
    const circle: Record<string, unknown> = { size: 2n ** 60n, body: Buffer.from('bytes') };
    circle.self = circle;
    const error: Error & { cause?: unknown } = new Error('ouroboros');
    error.cause = error;
    log.info({ circle, error }, 'x');
    expect(last().circle).toMatchObject({ size: String(2n ** 60n), body: '[5 bytes]' });
  });

  it('names one service a line, also when it is made from the log of another', () => {
    const { log, lines } = open({ service: 'embedded' });
    serviceLog(serviceLog(log, 'api'), 'mails').info('x');
    expect(lines[0]?.match(/"service":"[a-z]+"/g)).toEqual(['"service":"mails"']);
  });

  it('is plain text on one line in development', () => {
    const { log, lines } = open({ development: true });
    log.warn({ requestId: 'r1', route: 'a b', ms: 2, token: 's3cret' }, 'slow');
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} WARN {2}mails +slow {2}requestId=r1 {2}route="a b" {2}ms=2 {2}token=/,
    );
    log.error({ error: new Error('outer\nmore', { cause: new TypeError('inner') }) }, 'failed');
    expect(lines[1]).toContain('error=Error: outer more <- TypeError: inner (at ');
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });
});
