import { describe, expect, it } from '@jest/globals';
import { AppError } from '@plinth/definitions';
import { check } from './check.js';

describe('a health check', () => {
  it('passes with whole milliseconds', async () => {
    const passed = await check(() => new Promise((resolve) => setImmediate(resolve)));
    expect(passed.status).toBe('pass');
    expect(Number.isInteger(passed.ping)).toBe(true);
  });

  it('is a 500 for every failure, and keeps its cause for the log', async () => {
    const cause = new AppError('general_service_unavailable');
    const failed = check(() => Promise.reject(cause));
    await expect(failed).rejects.toMatchObject({ type: 'general_server_error', status: 500, cause });
  });
});
