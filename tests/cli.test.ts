/** The official command line, as a person types into it and as a pipeline calls it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, seedProject } from './admin.js';
import { profiles, type Stack, startStack } from './stack.js';

const program = createRequire(import.meta.url).resolve('appwrite-cli/index.js');

interface Run {
  readonly code: number | null;
  readonly output: string;
}

describe.each(profiles)('the command line (%s)', (profile) => {
  let stack: Stack;
  const scratch = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
  const email = `typist${Math.random().toString(36).slice(2, 8)}@example.test`;
  const password = 'a long password';

  beforeAll(async () => {
    stack = await startStack(profile);
    const made = await request(stack.endpoint, 'POST', '/account', { userId: 'unique()', email, password });
    expect(made.status).toBe(201);
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }, 60_000);

  /** Types each answer once its question is seen. */
  const run = (args: readonly string[], answers: readonly (readonly [string, string])[] = []): Promise<Run> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: scratch,
        env: { ...process.env, HOME: scratch },
      });
      let output = '';
      let seen = 0;
      let next = 0;
      const hear = (chunk: Buffer) => {
        output += chunk;
        const answer = answers[next];
        if (!answer || !output.slice(seen).includes(answer[0])) return;
        seen = output.length;
        next++;
        child.stdin.write(`${answer[1]}\n`);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => resolve({ code, output }));
    });

  const succeeds = async (...input: Parameters<typeof run>) => {
    const { code, output } = await run(...input);
    expect([code, output]).toEqual([0, expect.stringContaining('Success')]);
    return output;
  };

  it('signs in, makes a project and lists teams', async () => {
    await succeeds(['client', '--endpoint', stack.endpoint]);
    const wrong = await run(
      ['login'],
      [
        ['Enter your email', email],
        ['Enter your password', 'not the password'],
      ],
    );
    expect(wrong.output).not.toContain('Success');
    await succeeds(
      ['login'],
      [
        ['Enter your email', email],
        ['Enter your password', password],
      ],
    );
    await succeeds(
      ['init', 'project'],
      [
        ['How would you like to start', ''],
        ['name your project', 'Typed'],
        ['What ID', `typed-${profile}`],
      ],
    );
    const { projectId } = JSON.parse(readFileSync(join(scratch, 'appwrite.json'), 'utf8')) as { projectId: string };
    expect(projectId).toBe(`typed-${profile}`);
    expect(await succeeds(['projects', 'get', '--projectId', projectId, '--json'])).toContain('"name": "Typed"');
    expect(await succeeds(['teams', 'list', '--json'])).toContain('"total": 0');
    await succeeds(['logout']);
  });

  it('works with a key and asks nothing, as pipelines do', async () => {
    const { projectId, server, must } = await seedProject(stack.endpoint);
    await must('POST', '/teams', { teamId: 'red', name: 'Red' }, server);
    const key = server['x-appwrite-key'] ?? '';
    await succeeds(['client', '--endpoint', stack.endpoint, '--projectId', projectId, '--key', key]);
    const listed = await succeeds(['teams', 'list', '--json']);
    expect(listed).toContain('"name": "Red"');
    const refused = await run(['databases', 'get', '--databaseId', 'nowhere']);
    expect(refused.code).not.toBe(0);
  });
});
