import { type Configuration, type Variable, variables } from '@plinth/definitions';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Profile = 'embedded' | 'cluster';

export interface ReadConfiguration {
  readonly config: Configuration;
  /** Names of the variables that the environment gave a value; empty text is none. */
  readonly present: ReadonlySet<string>;
}

/** Everything that is wrong with the environment, one sentence each. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n- ${faults.join('\n- ')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and checks every variable; throws a `ConfigurationError` that names all faults together. */
export function readConfiguration(env: Environment = process.env): ReadConfiguration {
  const faults: string[] = [];
  const present = new Set<string>();
  const readTree = (tree: object): object => {
    const values: Record<string, unknown> = {};
    for (const [key, branch] of Object.entries(tree)) {
      if (!isVariable(branch)) {
        values[key] = readTree(branch);
        continue;
      }
      const given = env[branch.name] ?? '';
      if (given !== '') present.add(branch.name);
      const { value, fault } = readVariable(branch, given);
      values[key] = value;
      if (fault !== undefined) faults.push(fault);
    }
    return Object.freeze(values);
  };
  // The tree was just built from the table that `Configuration` is derived from, each value checked by its kind.
  const config = readTree(variables) as Configuration;
  if (faults.length > 0) throw new ConfigurationError(faults);
  return { config, present };
}

/** `_APP_PROFILE`, or else cluster as soon as the environment names one of the cluster's servers. */
export function profileOf({ server }: Configuration, present: ReadonlySet<string>): Profile {
  if (server.profile !== '') return server.profile;
  return [variables.database.host, variables.redis.host, variables.nats.url].some(({ name }) => present.has(name))
    ? 'cluster'
    : 'embedded';
}

/** The faults of secrets that everybody knows. The embedded profile makes its own key, and so may leave it out. */
export function checkSecrets(config: Configuration, present: ReadonlySet<string>): string[] {
  const { opensslKey } = variables.general;
  const isPublished = config.general.opensslKey === opensslKey.default;
  if (config.general.env !== 'production' || profileOf(config, present) !== 'cluster' || !isPublished) return [];
  return [
    `${opensslKey.name} is the published default; set it to a secret of your own, such as the output of ` +
      '`openssl rand -hex 32`, and keep it: what it sealed is lost without it.',
  ];
}

interface Reading {
  readonly value: unknown;
  readonly fault?: string;
}

function readVariable(variable: Variable, given: string): Reading {
  const preset = { value: frozen(variable.default) };
  if (given === '') return preset;
  const value = parsers[variable.kind](given, variable);
  if (value !== undefined) return { value: frozen(value) };
  // Nobody uses an ignored variable, so it is no reason to refuse.
  if (variable.ignored) return preset;
  const shown = variable.secret ? 'has a value that is not allowed' : `is ${quoted(given)}`;
  return { ...preset, fault: `${variable.name} ${shown}; it has to be ${allowed(variable)}.` };
}

/** The checked value of a text, undefined when it is not allowed. */
type Parse = (given: string, variable: Variable) => unknown;

const parseInteger: Parse = (given, variable) => {
  const value = Number(given.trim());
  const { min, max } = rangeOf(variable);
  return /^-?\d+$/.test(given.trim()) && Number.isSafeInteger(value) && value >= min && value <= max
    ? value
    : undefined;
};

const parsers: Record<Variable['kind'], Parse> = {
  string: (given) => given,
  integer: parseInteger,
  port: parseInteger,
  switch: (given) => switches.get(given.trim().toLowerCase()),
  choice: (given, { choices = [] }) => choices.find((choice) => choice.toLowerCase() === given.trim().toLowerCase()),
  list: (given) => given.split(',').flatMap((entry) => entry.trim() || []),
  url: (given) => (/^[a-z][a-z\d+.-]*:\/\/[^/]/i.test(given.trim()) && URL.canParse(given) ? given.trim() : undefined),
};

const switches = new Map([
  ...['enabled', 'true', '1', 'on'].map((word) => [word, true] as const),
  ...['disabled', 'false', '0', 'off'].map((word) => [word, false] as const),
]);

/** What is allowed, as the end of a sentence. */
function allowed(variable: Variable): string {
  const { min, max } = rangeOf(variable);
  switch (variable.kind) {
    case 'integer':
    case 'port':
      if (max < Number.MAX_SAFE_INTEGER) return `a whole number from ${min} to ${max}`;
      return min > Number.MIN_SAFE_INTEGER ? `a whole number of at least ${min}` : 'a whole number';
    case 'switch':
      return '`enabled` or `disabled`';
    case 'choice':
      return `one of ${(variable.choices ?? []).map(nameChoice).join(', ')}`;
    case 'url':
      return 'an address such as `http://host:8080/path`';
    default:
      return 'text';
  }
}

const nameChoice = (choice: string): string => (choice === '' ? 'nothing' : `\`${choice}\``);

function rangeOf({ kind, min, max }: Variable): { min: number; max: number } {
  const [least, most] = kind === 'port' ? [0, 65_535] : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return { min: min ?? least, max: max ?? most };
}

const SHOWN_CHARACTERS_MAX = 80;

const quoted = (given: string): string =>
  JSON.stringify(given.length > SHOWN_CHARACTERS_MAX ? `${given.slice(0, SHOWN_CHARACTERS_MAX)}…` : given);

const frozen = (value: unknown): unknown => (Array.isArray(value) ? Object.freeze([...value]) : value);

const isVariable = (branch: object): branch is Variable => 'kind' in branch && typeof branch.kind === 'string';
