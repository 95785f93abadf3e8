import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  consoleIsForTasks,
  dependenciesAreDeclared,
  environmentIsReadOnce,
  exportsAreNamed,
  filesAreShort,
  importsHaveNoCycles,
  importsPointDown,
  linesAreShort,
  lockFileNamesNoHost,
  noPathsOfOneMachine,
  packagesHaveDoorAndReadme,
  type Rule,
  type TreeFile,
} from './tidy.js';

const FILE_BYTES_MAX = 2_000_000;

const root = fileURLToPath(new URL('..', import.meta.url));

const tree = readTree();

const rules: [string, Rule][] = [
  ['imports point down the layers, and services do not know each other', importsPointDown],
  ['each room declares what it imports and imports what it declares', dependenciesAreDeclared],
  ['no files of a room import each other in a circle', importsHaveNoCycles],
  ['the environment is read in packages/service alone', environmentIsReadOnce],
  ['no room has a default export', exportsAreNamed],
  ['only tasks write to the console', consoleIsForTasks],
  ['the lock file names no host', lockFileNamesNoHost],
  ['no file holds a path of one machine', noPathsOfOneMachine],
  ['no line of TypeScript is longer than 120 characters', linesAreShort],
  ['a file of more than 600 lines says why', filesAreShort],
  ['every package has a README and an index', packagesHaveDoorAndReadme],
];

describe('the tree is tidy:', () => {
  test.each(rules)('%s', (_, rule) => {
    expect(rule(tree).join('\n')).toBe('');
  });
});

const manifest = (dependencies: object, devDependencies: object = {}) =>
  JSON.stringify({ dependencies, devDependencies }, null, 2);
const machinePath = ['', 'home', 'me', 'x'].join('/');

const samples: { rule: Rule; bad: Record<string, string>; complaints: string[]; good: Record<string, string> }[] = [
  {
    rule: importsPointDown,
    bad: {
      'packages/cache/src/a.ts': "import type { Bus } from '@plinth/bus';",
      'packages/definitions/src/a.ts': "export { b } from '../../http/src/b.js';",
      'packages/bus/src/a.ts': "const { a } = await import('@plinth/core');",
      'packages/http/src/b.ts': "import { a } from '@plinth/definitions/a';",
      'services/api/src/a.ts': "import { mails } from '@plinth/mails/service';",
      'services/mails/src/a.ts': "type A = import('@plinth/api/service').A;",
      'services/embedded/src/a.ts': "import { send } from '@plinth/mails/send';",
      'services/tasks/src/a.ts': "import { api } from '@plinth/api/service';",
    },
    complaints: [
      'packages/cache/src/a.ts:1',
      'packages/definitions/src/a.ts:1',
      'packages/bus/src/a.ts:1',
      'packages/http/src/b.ts:1',
      'services/api/src/a.ts:1',
      'services/mails/src/a.ts:1',
      'services/embedded/src/a.ts:1',
      'services/tasks/src/a.ts:1',
    ],
    good: {
      'packages/core/src/a.ts': "import { Bus } from '@plinth/bus';\nimport { b } from './b.js';",
      'services/databases/src/a.ts': "import { a } from '@plinth/database';\nimport { run } from '@plinth/service';",
      'services/embedded/src/a.ts': "import { databases } from '@plinth/databases/service';",
    },
  },
  {
    rule: dependenciesAreDeclared,
    bad: {
      'packages/a/package.json': manifest({ one: '1', idle: '1' }, { types: '1' }),
      'packages/a/src/index.ts': "import one from 'one';\nimport two from 'two/deep';\nimport { t } from 'types';",
      'packages/a/src/b.ts': "import { test } from '@jest/globals';",
      'package.json': manifest({}, { '@jest/globals': '1' }),
    },
    complaints: [
      'packages/a/src/index.ts:2',
      'packages/a/src/index.ts:3',
      'packages/a/src/b.ts:1',
      'packages/a/package.json:4',
    ],
    good: {
      'packages/a/package.json': manifest({ one: '1', '@data/set': '1' }, { '@types/two': '1', types: '1' }),
      'packages/a/src/index.ts': [
        "import { readFileSync } from 'node:fs';",
        "import type { Two } from 'two';",
        "import { type T } from 'types';",
        "export const file = require.resolve('@data/set/file');",
        "export * from 'one';",
      ].join('\n'),
      'packages/a/src/a.test.ts': "import { contract } from './contract.js';",
      'packages/a/src/contract.ts': "import { test } from '@jest/globals';",
      'package.json': manifest({}, { '@jest/globals': '1' }),
    },
  },
  {
    rule: importsHaveNoCycles,
    bad: {
      'packages/a/src/a.ts': "\nimport { b } from './b/b.js';",
      'packages/a/src/b/b.ts': "import type { C } from '../c.js';",
      'packages/a/src/c.ts': "export * from './a.js';",
      'packages/a/src/d.ts': "import { d } from './d.js';",
    },
    complaints: ['packages/a/src/c.ts:1', 'packages/a/src/d.ts:1'],
    good: {
      'packages/a/src/a.ts': "import { b } from './b.js';\nimport { c } from './c.js';",
      'packages/a/src/b.ts': "import { c } from './c.js';",
      'packages/a/src/c.ts': '',
    },
  },
  {
    rule: environmentIsReadOnce,
    bad: {
      'packages/core/src/a.ts': "const a = process.env.A;\nconst { env } = process;\nconst b = process['env'];",
      'services/api/src/a.ts': "import { env } from 'node:process';\nconst a = globalThis.process.env.A;",
    },
    complaints: [
      'packages/core/src/a.ts:1',
      'packages/core/src/a.ts:2',
      'packages/core/src/a.ts:3',
      'services/api/src/a.ts:1',
      'services/api/src/a.ts:2',
    ],
    good: {
      'packages/core/src/a.ts': '// process.env is read elsewhere\nexport const a = process.pid;',
      'packages/core/src/a.test.ts': 'const a = process.env.A;',
      'packages/service/src/a.ts': 'export const a = process.env;',
      'scripts/a.mjs': 'const a = process.env.A;',
    },
  },
  {
    rule: exportsAreNamed,
    bad: {
      'packages/a/src/a.ts': '\nexport default function a() {}',
      'packages/a/src/b.ts': 'export default 1;',
      'services/a/src/c.ts': 'const c = 1;\nexport { c as default };',
    },
    complaints: ['packages/a/src/a.ts:2', 'packages/a/src/b.ts:1', 'services/a/src/c.ts:2'],
    good: { 'packages/a/src/a.ts': 'export const a = 1;', 'jest.config.js': 'export default {};' },
  },
  {
    rule: consoleIsForTasks,
    bad: { 'services/api/src/a.ts': "\nconsole.log('a');", 'packages/a/src/a.ts': "console['error']('a');" },
    complaints: ['services/api/src/a.ts:2', 'packages/a/src/a.ts:1'],
    good: {
      'services/tasks/src/a.ts': "console.log('a');",
      'services/api/src/a.ts': "const a = projects.console.id; // not console.log('a')",
    },
  },
  {
    rule: lockFileNamesNoHost,
    bad: {
      'pnpm-lock.yaml': [
        'a:',
        '  resolution: {integrity: x, tarball: a.tgz}',
        '  resolved: a',
        '  link: git+ssh://git@example.test/a',
      ].join('\n'),
    },
    complaints: ['pnpm-lock.yaml:2', 'pnpm-lock.yaml:3', 'pnpm-lock.yaml:4'],
    good: { 'pnpm-lock.yaml': "  '@appwrite.io/console@0.1.0':\n    resolution: {integrity: sha512-x}" },
  },
  {
    rule: noPathsOfOneMachine,
    bad: { 'docs/a.md': `first\nsee ${machinePath}` },
    complaints: ['docs/a.md:2'],
    good: { 'docs/a.md': 'see ./homework/a and /usr/bin/a', 'pnpm-lock.yaml': machinePath },
  },
  {
    rule: linesAreShort,
    bad: { 'tests/a.ts': `\n${'x'.repeat(121)}` },
    complaints: ['tests/a.ts:2'],
    good: { 'tests/a.ts': '😀'.repeat(120), 'docs/a.md': 'x'.repeat(121) },
  },
  {
    rule: filesAreShort,
    bad: { 'packages/a/src/a.ts': `// A table.\n${'a();\n'.repeat(600)}` },
    complaints: ['packages/a/src/a.ts:1'],
    good: {
      'packages/a/src/a.ts': 'a();\n'.repeat(600),
      'packages/a/src/b.ts': `// One table:\n// that is why it is so long.\n${'a();\n'.repeat(600)}`,
    },
  },
  {
    rule: packagesHaveDoorAndReadme,
    bad: { 'packages/a/package.json': '{}' },
    complaints: ['packages/a/README.md:1', 'packages/a/src/index.ts:1'],
    good: { 'packages/a/README.md': '', 'packages/a/src/index.ts': '', 'services/a/src/main.ts': '' },
  },
];

describe('each rule can fail:', () => {
  test('every rule has samples', () => {
    expect(samples.map(({ rule }) => rule)).toEqual(rules.map(([, rule]) => rule));
  });

  test.each(rules)('%s', (_, rule) => {
    const sample = samples.find((each) => each.rule === rule);
    const places = rule(asFiles(sample?.bad ?? {})).map((complaint) => complaint.split(' ')[0]);
    expect(places.sort()).toEqual(sample?.complaints.toSorted());
    expect(rule(asFiles(sample?.good ?? {}))).toEqual([]);
  });
});

function asFiles(texts: Record<string, string>): TreeFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** Every text file that .gitignore does not leave out. Its lines are plain names, here as there. */
function readTree(): TreeFile[] {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  const names = new Set(['.git', ...lines.map((line) => line.replace(/\/$/, ''))]);
  const endings = lines.filter((line) => line.startsWith('*')).map((line) => line.slice(1));
  const isLeftOut = (name: string) => names.has(name) || endings.some((ending) => name.endsWith(ending));
  const below = (folder: string): TreeFile[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (isLeftOut(entry.name)) return [];
      if (entry.isDirectory()) return below(path);
      return entry.isFile() && statSync(join(root, path)).size <= FILE_BYTES_MAX ? readText(path) : [];
    });
  return below('');
}

function readText(path: string): TreeFile[] {
  const text = readFileSync(join(root, path), 'utf8');
  return text.includes('\0') ? [] : [{ path, text }];
}
