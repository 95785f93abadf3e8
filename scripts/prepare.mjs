// Installs and builds, each only when something that it reads has changed since the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTools, findCommand, say } from './servers.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const NODE_VERSION_MIN = [20, 19];
const stampFile = join(root, '.stamp');
const compiler = ['g++', 'make', 'python3'];
const devTools = ['jest', '@biomejs/biome'];

/** With `dev` the tools of the tests must be there too. Ends the process with clear words when it cannot be done. */
export async function prepare({ dev }) {
  checkNode();
  const wanted = { install: installStamp(), build: buildStamp() };
  const done = readStamp();
  const isInstalled = done.install === wanted.install && (!dev || devTools.every(isModule)) && isModule('turbo');
  if (isInstalled && done.build === wanted.build && everyRoomIsBuilt()) return;
  rmSync(stampFile, { force: true });
  if (!isInstalled) install();
  build();
  writeFileSync(stampFile, `${JSON.stringify(wanted)}\n`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_VERSION_MIN[0] || (major === NODE_VERSION_MIN[0] && minor >= NODE_VERSION_MIN[1])) return;
  fail(`Plinth needs Node ${NODE_VERSION_MIN.join('.')} or newer; this is ${process.version}.`);
}

function installStamp() {
  const hash = createHash('sha256');
  // A module that was compiled for one Node does not load in another.
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}\n`);
  const manifests = rooms().map((room) => join(room, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) addContent(hash, file);
  return hash.digest('hex');
}

function buildStamp() {
  const hash = createHash('sha256');
  const settings = readdirSync(root).filter((name) => /^(tsconfig.*|turbo)\.json$/.test(name));
  settings.push('scripts/bundle.mjs');
  for (const file of settings.sort()) addContent(hash, file);
  for (const room of rooms()) {
    for (const name of readdirSync(join(root, room)).sort()) {
      if (/^(tsconfig.*|package)\.json$/.test(name)) addContent(hash, join(room, name));
    }
    for (const file of filesBelow(join(root, room, 'src'))) {
      const { mtimeMs, size } = statSync(file);
      hash.update(`${relative(root, file)} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex');
}

function rooms() {
  return ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .sort()
      .map((name) => join(folder, name))
      .filter((room) => existsSync(join(root, room, 'package.json'))),
  );
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function addContent(hash, file) {
  const path = join(root, file);
  hash.update(`${file}\n`).update(existsSync(path) ? readFileSync(path) : '');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {}; // none yet, or half written: everything is to be done
  }
}

function isModule(name) {
  return existsSync(join(root, 'node_modules', name, 'package.json'));
}

function everyRoomIsBuilt() {
  return rooms().every((room) => existsSync(join(root, room, 'dist')));
}

function install() {
  say('Installing the packages (only when the list of packages changed) ...');
  const isDone = runInstall();
  if (isDone && hasSqlite()) return;
  const missing = compiler.filter((name) => !findCommand(name));
  if (!isDone && (hasSqlite() || missing.length === 0))
    fail('The packages could not be installed; the reason stands above.');
  if (missing.length > 0) bringCompiler(missing);
  say('Compiling better-sqlite3; this takes a minute or two ...');
  if (!isDone && !runInstall()) fail('The packages could not be installed; the reason stands above.');
  if (!hasSqlite()) pnpm(['rebuild', '--recursive', 'better-sqlite3']);
  if (!hasSqlite()) fail('better-sqlite3 could not be compiled; the reason stands above.');
}

function bringCompiler(missing) {
  say(`better-sqlite3 has no ready-made binary here and must be compiled; there is no ${missing.join(', no ')}.`);
  const left = ensureTools(missing);
  if (left.length === 0) return;
  const words = left.join(' ');
  fail(`Missing: ${words}. Install them (on Debian: apt-get install ${words}) and start this command again.`);
}

/** Development packages too, whatever NODE_ENV says: the compiler of TypeScript is one of them. */
function runInstall() {
  return pnpm(['install', '--frozen-lockfile', '--prod=false', '--config.confirm-modules-purge=false']);
}

function hasSqlite() {
  const folder = join(root, 'packages/database/node_modules/better-sqlite3');
  return !existsSync(folder) || existsSync(join(folder, 'build/Release/better_sqlite3.node'));
}

function build() {
  say('Building (only when a source changed) ...');
  if (!pnpm(['exec', 'turbo', 'run', 'build', '--concurrency=2', '--output-logs=errors-only']))
    fail('The build failed; the reason stands above.');
}

/** The exact version, since pnpm would else look for that version itself. */
function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const result = spawnSync('npx', ['--yes', packageManager, ...args], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.error) say(`npx could not be run: ${result.error.message}`);
  if (result.signal) process.exit(130);
  return result.status === 0;
}

function fail(text) {
  say(text);
  process.exit(1);
}
