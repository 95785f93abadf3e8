// `npm test`: prepares, lints, starts private servers, runs every test, stops the servers and counts.
// What stands behind `npm test --` is passed on to Jest.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { ensureTools, say, startServers } from './servers.mjs';

const tools = ['mariadb-server', 'redis-server', 'nats-server', 'chromium', 'docker.io', 'docker-compose', 'iproute2'];
const isCi = process.env.CI === 'true';

process.chdir(root);
await prepare({ dev: true });
const lint = runLint();
const missingTools = ensureTools(tools);
const servers = await startServers({ mariadb: true, redis: true, nats: true });
const missing = servers.missing.map(({ name, reason }) => `${name} (${reason})`);
for (const name of missing) say(`Skipped: what needs ${name}.`);
for (const name of missingTools) say(`Not on this machine: ${name}; what needs it is skipped.`);
const { code, report } = await runJest(missing.length === 0 ? '1' : '');
await servers.stop();
process.exitCode = conclude(lint, code, report);

function runLint() {
  say('Linting ...');
  const args = ['node_modules/@biomejs/biome/bin/biome', 'check', '.'];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
}

async function runJest(hasServers) {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-jest-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci', '--json', `--outputFile=${file}`];
  const env = { ...process.env, ...servers.env, PLINTH_TEST_SERVERS: hasServers };
  const child = spawn(process.execPath, [...args, '--maxWorkers=2', ...process.argv.slice(2)], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((done) => child.on('close', done));
  return { code, report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
}

function conclude(lintPassed, jestCode, results) {
  const kinds = new Map([['lint', { passed: Number(lintPassed), failed: Number(!lintPassed), skipped: 0 }]]);
  const skipped = [];
  for (const suite of results?.testResults ?? []) countSuite(kinds, skipped, suite);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const row of kinds.values()) for (const key of Object.keys(sum)) sum[key] += row[key];
  if (!results) {
    say('Jest ended without a report: counted as a failure.');
    sum.failed++;
  } else if (jestCode !== 0 && sum.failed === Number(!lintPassed)) {
    say(`Jest ended with code ${jestCode} though no test failed: counted as a failure.`);
    sum.failed++;
  }
  const mayBeSkipped = (name) => name.startsWith('container');
  const unwanted = [...missing, ...skipped.filter((name) => !mayBeSkipped(name))];
  print('');
  for (const name of skipped) print(`skipped: ${name}`);
  for (const name of missing) print(`skipped: what needs ${name}`);
  printTable(kinds);
  if (isCi && unwanted.length > 0) print('With CI=true nothing but the container tests may be skipped.');
  print(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed > 0 || (isCi && unwanted.length > 0) ? 1 : 0;
}

function countSuite(kinds, skipped, suite) {
  const kind = kindOf(suite.name);
  const row = kinds.get(kind) ?? { passed: 0, failed: 0, skipped: 0 };
  kinds.set(kind, row);
  for (const test of suite.assertionResults) {
    if (test.status === 'passed') row.passed++;
    else if (test.status === 'failed') row.failed++;
    else {
      row.skipped++;
      skipped.push(test.fullName);
    }
  }
  // A file that does not even load has no tests to fail.
  if (suite.status === 'failed' && !suite.assertionResults.some(({ status }) => status === 'failed')) row.failed++;
}

function kindOf(path) {
  const [folder, name] = relative(root, path).split(sep);
  return folder === 'tests' ? folder : `${folder}/${name}`;
}

function printTable(kinds) {
  const width = Math.max(...[...kinds.keys()].map((kind) => kind.length));
  const line = (kind, cells) =>
    print([kind.padEnd(width), ...cells.map((cell) => String(cell).padStart(7))].join('  '));
  line('', ['passed', 'failed', 'skipped']);
  for (const [kind, row] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    line(kind, [row.passed, row.failed, row.skipped]);
  }
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
