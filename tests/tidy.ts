import { posix } from 'node:path';
import ts from 'typescript';

/** A file of the tree: its path from the root, with forward slashes. */
export type TreeFile = { path: string; text: string };

/** Looks at the whole tree and returns its complaints, each as `path:line what is wrong`. */
export type Rule = (files: TreeFile[]) => string[];

type Import = { from: string; line: number; isTypeOnly: boolean };
type Sighting = { line: number; text: string };
type Parsed = { imports: Import[]; defaultExports: Sighting[]; environment: Sighting[]; consoles: Sighting[] };
type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'peerDependencies', Record<string, string>>>;

const LINE_CHARACTERS_MAX = 120;
const FILE_LINES_MAX = 600;
const foundations = ['http', 'database', 'bus', 'cache', 'storage', 'metrics', 'service'];
const doors = ['index.ts', 'service.ts', 'main.ts'];

export const importsPointDown: Rule = (files) => {
  const services = new Set(
    sourcesOf(files).flatMap(({ path }) => (path.startsWith('services/') ? [nameOf(path)] : [])),
  );
  return sourcesOf(files).flatMap((file) =>
    parse(file).imports.flatMap(({ from, line }) => {
      const why = refusal(file.path, from, services);
      return why === undefined ? [] : [`${file.path}:${line} imports ${from}: ${why}`];
    }),
  );
};

export const dependenciesAreDeclared: Rule = (files) => {
  const root = manifestOf(files, 'package.json')?.manifest;
  return roomsOf(files).flatMap((room) => {
    const own = manifestOf(files, `${room}/package.json`);
    if (!own) return [`${room}/package.json:1 is missing`];
    const sources = sourcesOf(files).filter(({ path }) => roomOf(path) === room);
    return [...undeclared(sources, own.manifest, root), ...unused(sources, own)];
  });
};

export const importsHaveNoCycles: Rule = (files) =>
  roomsOf(files).flatMap((room) => cyclesOf(sourcesOf(files).filter(({ path }) => roomOf(path) === room)));

export const environmentIsReadOnce: Rule = (files) => {
  const forTests = filesForTests(sourcesOf(files));
  return scriptsOf(files)
    .filter(({ path }) => !/^(packages\/service\/src|scripts|bench|tests)\//.test(path) && !forTests.has(path))
    .flatMap((file) => sightings(file, parse(file).environment, 'only packages/service reads the environment'));
};

export const exportsAreNamed: Rule = (files) =>
  sourcesOf(files).flatMap((file) => sightings(file, parse(file).defaultExports, 'exports have names'));

export const consoleIsForTasks: Rule = (files) =>
  scriptsOf(files)
    .filter(({ path }) => !/^(services\/tasks|scripts|bench|tests)\//.test(path))
    .flatMap((file) => sightings(file, parse(file).consoles, 'write to the log that is passed in'));

export const lockFileNamesNoHost: Rule = (files) =>
  matches(
    files.filter(({ path }) => path === 'pnpm-lock.yaml'),
    /:\/\/|\btarball:|\bresolved\b|\bregistry\.[\w-]+|@[\w-]+(?:\.[\w-]+)+:[\w/]/,
    'the lock file names no address',
  );

export const noPathsOfOneMachine: Rule = (files) =>
  matches(
    files.filter(({ path }) => path !== 'pnpm-lock.yaml'),
    /\/(?:work|root|home)\//,
    'a path of one machine',
  );

export const linesAreShort: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const length = [...line].length;
        return length > LINE_CHARACTERS_MAX ? [`${path}:${index + 1} has ${length} characters`] : [];
      }),
    );

export const filesAreShort: Rule = (files) =>
  sourcesOf(files).flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    if (lines <= FILE_LINES_MAX || /\b(long|length|lines?)\b/i.test(firstComment(text))) return [];
    return [`${path}:1 has ${lines} lines; split it, or let its first comment say why it is so long`];
  });

export const packagesHaveDoorAndReadme: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return roomsOf(files)
    .filter((room) => room.startsWith('packages/'))
    .flatMap((room) => [`${room}/README.md`, `${room}/src/index.ts`])
    .filter((path) => !paths.has(path))
    .map((path) => `${path}:1 is missing`);
};

/** Why a file may not import this; nothing when it may. */
function refusal(path: string, from: string, services: Set<string>): string | undefined {
  const room = roomOf(path);
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), from);
    return target.startsWith(`${room}/`) ? undefined : 'it lies in another room; import that by its name';
  }
  const [scope, name = '', ...rest] = from.split('/');
  if (scope !== '@plinth') return undefined;
  if (name === nameOf(path)) return 'a room imports its own files by their relative paths';
  const isService = services.has(name) && layerOf(name) === undefined;
  if (isService) {
    if (room !== 'services/embedded') return 'services meet on the bus, not by imports';
    return rest.join('/') === 'service' ? undefined : `only @plinth/${name}/service may be imported`;
  }
  const target = layerOf(name);
  if (target === undefined) return 'there is no such room';
  if (rest.length > 0) return `index.ts is the only door of @plinth/${name}`;
  const own = room.startsWith('services/') ? 3 : layerOf(nameOf(path));
  if (own === undefined) return `${room} has no layer in tests/tidy.ts`;
  return target < own ? undefined : `layer ${own} may import only what lies below, and ${name} is in layer ${target}`;
}

function layerOf(packageName: string): number | undefined {
  if (packageName === 'definitions') return 0;
  if (foundations.includes(packageName)) return 1;
  return packageName === 'core' ? 2 : undefined;
}

function undeclared(sources: TreeFile[], own: Manifest, root: Manifest | undefined): string[] {
  const forTests = filesForTests(sources);
  const ofRoot = { ...root?.dependencies, ...root?.devDependencies };
  return sources.flatMap((file) =>
    parse(file).imports.flatMap(({ from, line, isTypeOnly }) => {
      const name = packageOf(from);
      if (name === undefined || { ...own.dependencies, ...own.peerDependencies }[name] !== undefined) return [];
      const types = `@types/${name.replace(/^@(.+)\/(.+)$/, '$1__$2')}`;
      const isForTests = forTests.has(file.path);
      const development = { ...own.devDependencies, ...(isForTests ? ofRoot : {}) };
      const names = isTypeOnly ? [name, types] : [name];
      if ((isTypeOnly || isForTests) && names.some((each) => development[each] !== undefined)) return [];
      return [`${file.path}:${line} imports ${name}, which ${roomOf(file.path)}/package.json does not declare`];
    }),
  );
}

/** A dependency is used where its name stands in quotes too: `require.resolve`, and programs that are started. */
function unused(sources: TreeFile[], own: { file: TreeFile; manifest: Manifest }): string[] {
  const imported = new Set(sources.flatMap((file) => parse(file).imports.map(({ from }) => packageOf(from))));
  const isQuoted = (name: string) =>
    sources.some(({ text }) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
  const { dependencies, devDependencies } = own.manifest;
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const typed = name.replace(/^@types\//, '').replace(/^(.+)__(.+)$/, '@$1/$2');
    if (imported.has(name) || imported.has(typed) || isQuoted(name)) return [];
    const line = own.file.text.split('\n').findIndex((text) => text.includes(`"${name}":`)) + 1;
    return [`${own.file.path}:${line} declares ${name}, which nothing imports`];
  });
}

/** Test files, and what only they import: a contract, a table of scenarios. */
function filesForTests(sources: TreeFile[]): Set<string> {
  const importers = new Map<string, string[]>();
  for (const file of sources) {
    for (const { target } of edgesOf(file, sources))
      importers.set(target, [...(importers.get(target) ?? []), file.path]);
  }
  const found = new Set(sources.map(({ path }) => path).filter(isTest));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [path, from] of importers) {
      const isDoor = doors.some((door) => path === `${roomOf(path)}/src/${door}`);
      if (!isDoor && from.every((importer) => found.has(importer))) found.add(path);
    }
  }
  return found;
}

/** One complaint per edge that closes a circle, found depth first. */
function cyclesOf(sources: TreeFile[]): string[] {
  const files = new Map(sources.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const complaints: string[] = [];
  const visit = (path: string, trail: string[]) => {
    const file = files.get(path);
    if (finished.has(path) || !file) return;
    for (const { target, line } of edgesOf(file, sources)) {
      const start = [...trail, path].indexOf(target);
      if (start < 0) visit(target, [...trail, path]);
      else complaints.push(`${path}:${line} closes a circle: ${[...trail, path].slice(start).join(' > ')} > ${target}`);
    }
    finished.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return complaints;
}

function edgesOf(file: TreeFile, sources: TreeFile[]): { target: string; line: number }[] {
  const paths = new Set(sources.map(({ path }) => path));
  return parse(file)
    .imports.filter(({ from }) => from.startsWith('.'))
    .flatMap(({ from, line }) => {
      const target = posix.join(posix.dirname(file.path), from).replace(/\.js$/, '.ts');
      return paths.has(target) ? [{ target, line }] : [];
    });
}

/** Memo by value: several rules read the same files. */
const parsedFiles = new WeakMap<TreeFile, Parsed>();

function parse(file: TreeFile): Parsed {
  const known = parsedFiles.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const parsed: Parsed = { imports: [], defaultExports: [], environment: [], consoles: [] };
  const visit = (node: ts.Node) => {
    look(node, source, parsed);
    ts.forEachChild(node, visit);
  };
  visit(source);
  parsedFiles.set(file, parsed);
  return parsed;
}

function look(node: ts.Node, source: ts.SourceFile, parsed: Parsed): void {
  const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const sighting = { line, text: node.getText(source).split('\n')[0] ?? '' };
  const imported = importOf(node);
  if (imported) parsed.imports.push({ ...imported, line });
  if (isDefaultExport(node)) parsed.defaultExports.push(sighting);
  if (readsMember(node, 'process', 'env') || unpacksEnvironment(node)) parsed.environment.push(sighting);
  if (isMemberOf(node, 'console')) parsed.consoles.push(sighting);
}

function importOf(node: ts.Node): Omit<Import, 'line'> | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    const isTypeOnly = ts.isImportDeclaration(node) ? node.importClause?.phaseModifier === TYPE : node.isTypeOnly;
    return { from: moduleSpecifier.text, isTypeOnly: isTypeOnly || namesOnlyTypes(node) };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { from: node.argument.literal.text, isTypeOnly: true };
  }
  const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const [first] = isCall ? node.arguments : [];
  return first && ts.isStringLiteralLike(first) ? { from: first.text, isTypeOnly: false } : undefined;
}
const TYPE = ts.SyntaxKind.TypeKeyword;

/** `import { type A, type B } from` */
function namesOnlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  const clause = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (!clause || !(ts.isNamedImports(clause) || ts.isNamedExports(clause)) || clause.elements.length === 0)
    return false;
  if (ts.isImportDeclaration(node) && node.importClause?.name) return false;
  return [...clause.elements].every((element) => element.isTypeOnly);
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === DEFAULT);
}
const DEFAULT = ts.SyntaxKind.DefaultKeyword;

function isMemberOf(node: ts.Node, owner: string): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === owner;
  return isMemberOf(expression, 'globalThis') && memberName(expression) === owner;
}

function readsMember(node: ts.Node, owner: string, name: string): boolean {
  return isMemberOf(node, owner) && memberName(node) === name;
}

function memberName(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

/** `const { env } = process` and `import { env } from 'node:process'` */
function unpacksEnvironment(node: ts.Node): boolean {
  if (ts.isImportSpecifier(node)) {
    const { moduleSpecifier } = node.parent.parent.parent;
    const isProcess = ts.isStringLiteral(moduleSpecifier) && /^(node:)?process$/.test(moduleSpecifier.text);
    return isProcess && (node.propertyName ?? node.name).text === 'env';
  }
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name) || !node.initializer) return false;
  if (!ts.isIdentifier(node.initializer) || node.initializer.text !== 'process') return false;
  return node.name.elements.some(({ propertyName, name }) => (propertyName ?? name).getText() === 'env');
}

function firstComment(text: string): string {
  const [first] = ts.getLeadingCommentRanges(text, ts.getShebang(text)?.length ?? 0) ?? [];
  if (!first) return '';
  if (first.kind === ts.SyntaxKind.MultiLineCommentTrivia) return text.slice(first.pos, first.end);
  return /^(?:[ \t]*\/\/.*\n?)+/.exec(text.slice(first.pos))?.[0] ?? '';
}

function manifestOf(files: TreeFile[], path: string): { file: TreeFile; manifest: Manifest } | undefined {
  const file = files.find((each) => each.path === path);
  return file && { file, manifest: JSON.parse(file.text) };
}

function matches(files: TreeFile[], pattern: RegExp, why: string): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${why}: ${line.trim()}`] : [])),
  );
}

function sightings(file: TreeFile, found: Sighting[], why: string): string[] {
  return found.map(({ line, text }) => `${file.path}:${line} ${text}: ${why}`);
}

function packageOf(from: string): string | undefined {
  if (from.startsWith('.') || from.startsWith('node:') || from.startsWith('#')) return undefined;
  const [first = '', second] = from.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function sourcesOf(files: TreeFile[]): TreeFile[] {
  return files.filter(({ path }) => /^(packages|services)\/[^/]+\/src\/.+\.tsx?$/.test(path));
}

function scriptsOf(files: TreeFile[]): TreeFile[] {
  return files.filter(({ path }) => /\.(tsx?|mjs|js)$/.test(path));
}

function roomsOf(files: TreeFile[]): string[] {
  return [
    ...new Set(files.filter(({ path }) => /^(packages|services)\/[^/]+\//.test(path)).map(({ path }) => roomOf(path))),
  ];
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function nameOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}
