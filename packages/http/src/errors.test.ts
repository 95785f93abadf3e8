import { describe, expect, it } from '@jest/globals';
import { AppError, type ErrorType, errors, serverVersion } from '@plinth/definitions';
import { errorBody, errorReply } from './errors.js';

describe('an error', () => {
  it('is JSON with message, code, type and version, and is never kept by a cache', () => {
    const reply = errorReply(new AppError('team_not_found'), false);
    expect(reply.status).toBe(404);
    expect(reply.headers).toEqual({
      'Content-Type': 'application/json; charset=UTF-8',
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      Expires: '0',
      Pragma: 'no-cache',
    });
    expect(JSON.parse(String(reply.body))).toEqual({
      message: errors.team_not_found.message,
      code: 404,
      type: 'team_not_found',
      version: serverVersion,
    });
  });

  it('shows nothing of what is not meant for clients', () => {
    for (const error of [
      new Error('password=secret'),
      'secret',
      null,
      new AppError('general_unknown', { message: 'secret' }),
    ]) {
      const body = errorBody(error, false);
      expect(body).toMatchObject({ code: 500, type: 'general_unknown' });
      expect(JSON.stringify(body)).not.toContain('secret');
    }
  });

  it.each(Object.entries(errors))('%s goes out with its status, or as 500 and with its type', (type, { status }) => {
    const passed = [400, 401, 402, 403, 404, 409, 412, 413, 416, 429, 501, 503].includes(status);
    const body = errorBody(new AppError(type as ErrorType), false);
    expect(body).toMatchObject({ type, code: passed ? status : 500 });
    if (passed) expect(body.message).toBe(errors[type as ErrorType].message);
  });

  it('tells in development where it came from', () => {
    const cause = new Error('inner');
    const body = errorBody(new AppError('general_unknown', { cause }), true);
    expect(body.file).toContain('errors.test');
    expect(body.line).toBeGreaterThan(0);
    expect(body.trace?.length).toBeGreaterThan(0);
    expect(errorBody('text', true)).toMatchObject({ file: '', line: 0, trace: [] });
  });
});
