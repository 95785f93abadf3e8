/** What can happen to which resource, the names a change is announced under, and the patterns one may subscribe to. */

export interface EventResource {
  /** Response model of the payload. */
  readonly model: string;
  readonly actions: readonly string[];
  /** Actions that are announced and accepted though the 1.3 API does not list them. */
  readonly addedActions?: readonly string[];
  readonly children?: Readonly<Record<string, EventResource>>;
}

export const eventTree: Readonly<Record<string, EventResource>> = {
  users: {
    model: 'user',
    actions: [
      'create',
      'delete',
      'update',
      'update.email',
      'update.name',
      'update.password',
      'update.status',
      'update.prefs',
    ],
    addedActions: ['update.phone', 'update.verification'],
    children: {
      sessions: { model: 'session', actions: ['create', 'delete'], addedActions: ['update'] },
      recovery: { model: 'token', actions: ['create', 'update'] },
      verification: { model: 'token', actions: ['create', 'update'] },
    },
  },
  databases: {
    model: 'database',
    actions: ['create', 'delete', 'update'],
    children: {
      collections: {
        model: 'collection',
        actions: ['create', 'delete', 'update'],
        children: {
          documents: { model: 'document', actions: ['create', 'delete', 'update'] },
          indexes: { model: 'index', actions: ['create', 'delete'], addedActions: ['update'] },
          attributes: { model: 'attribute', actions: ['create', 'delete'], addedActions: ['update'] },
        },
      },
    },
  },
  buckets: {
    model: 'bucket',
    actions: ['create', 'delete', 'update'],
    children: {
      files: { model: 'file', actions: ['create', 'delete', 'update'] },
    },
  },
  teams: {
    model: 'team',
    actions: ['create', 'delete', 'update', 'update.prefs'],
    children: {
      memberships: { model: 'membership', actions: ['create', 'delete', 'update', 'update.status'] },
    },
  },
  functions: {
    model: 'function',
    actions: ['create', 'delete', 'update'],
    children: {
      deployments: { model: 'deployment', actions: ['create', 'delete', 'update'] },
      executions: { model: 'execution', actions: ['create', 'delete', 'update'] },
    },
  },
};

/** The patterns that the 1.3 API lists, each with `*` for every ID. */
export const eventPatterns: readonly string[] = patternsOf(eventTree, '', (resource) => ['', ...resource.actions]);

/** The patterns that this product accepts besides. */
export const addedEventPatterns: readonly string[] = patternsOf(
  eventTree,
  '',
  (resource) => resource.addedActions ?? [],
);

function patternsOf(
  resources: Readonly<Record<string, EventResource>>,
  prefix: string,
  actionsOf: (resource: EventResource) => readonly string[],
): string[] {
  return Object.entries(resources).flatMap(([type, resource]) => {
    const stem = `${prefix}${type}.*`;
    const own = actionsOf(resource).map((action) => (action === '' ? stem : `${stem}.${action}`));
    return [...own, ...patternsOf(resource.children ?? {}, `${stem}.`, actionsOf)];
  });
}

const acceptedPatterns: ReadonlySet<string> = new Set([...eventPatterns, ...addedEventPatterns]);

/** One segment that stands for an ID: `*` or the ID itself. Dots separate segments, so IDs with dots need `*`. */
const idSegment = /^(?:\*|[A-Za-z0-9][A-Za-z0-9_-]*)$/;

/** Whether one may subscribe to this: a known resource with an ID or `*` after each type, then perhaps an action. */
export function validateEventPattern(value: string): boolean {
  const segments = value.split('.');
  let resources: Readonly<Record<string, EventResource>> | undefined = eventTree;
  // Types stand at even places for as long as the tree goes on; what follows the last ID is the action.
  for (let at = 0; at + 1 < segments.length; at += 2) {
    const [type = '', id = ''] = segments.slice(at, at + 2);
    if (resources === undefined || !Object.hasOwn(resources, type)) break;
    if (!idSegment.test(id)) return false;
    segments[at + 1] = '*';
    resources = resources[type]?.children;
  }
  return acceptedPatterns.has(segments.join('.'));
}

/** Which IDs of a stem become `*`, in the order in which names are listed; shorter stems read the beginning. */
const wildcards: readonly (readonly boolean[])[] = [
  [false, false, false],
  [true, true, true],
  [false, true, false],
  [true, true, false],
  [true, false, false],
  [false, false, true],
  [true, false, true],
  [false, true, true],
];

interface Level {
  readonly type: string;
  readonly id: string;
}

/** Levels of a name and what follows their last ID. */
interface Stem {
  readonly levels: readonly Level[];
  readonly action: readonly string[];
}

/** A name of an expansion: literal texts with the names of the values that stand between them. */
interface Template {
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

const templates = new Map<string, readonly Template[]>();
// No pattern holds these characters, so they mark where a value goes while a pattern is prepared.
const MARK = /<(\w+)>/;
const PLACEHOLDER = /\[(\w+)\]/g;

/**
 * The names of one change, the most specific first: `teams.[teamId].create` with `{ teamId: 'red' }` gives
 * `teams.red.create`, `teams.*.create`, `teams.red`, `teams.*`. A placeholder without a value is a mistake of ours.
 */
export function expandEvent(pattern: string, values: Readonly<Record<string, string>>): string[] {
  let prepared = templates.get(pattern);
  if (!prepared) {
    prepared = prepare(pattern);
    templates.set(pattern, prepared);
  }
  return prepared.map(({ literals, names: placeholders }) => {
    let name = literals[0] ?? '';
    for (let at = 0; at < placeholders.length; at++) {
      name += placed(pattern, values, placeholders[at] ?? '') + (literals[at + 1] ?? '');
    }
    return name;
  });
}

/** All names of a change, the most specific first; none when it has no event. They travel as label and values. */
export function eventNames({
  event,
  ids,
}: {
  readonly event: string | null;
  readonly ids: Readonly<Record<string, string>>;
}): readonly string[] {
  return event === null ? [] : expandEvent(event, ids);
}

/** The values that a label's placeholders take, out of all that are known. */
export function eventIds(
  event: string | null,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (event === null) return {};
  const ids: Record<string, string> = {};
  for (const [, name = ''] of event.matchAll(PLACEHOLDER)) ids[name] = placed(event, values, name);
  return ids;
}

function placed(pattern: string, values: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === '') throw new Error(`Event ${pattern} has no value for ${name}.`);
  return value;
}

/** Every name of a pattern, once a pattern and process. */
function prepare(pattern: string): Template[] {
  const names = stemsOf(parseEvent(pattern)).flatMap(({ levels, action }) =>
    wildcards.map((wildcard) => {
      const resource = levels.flatMap(({ type, id }, depth) => [type, wildcard[depth] ? '*' : id]);
      return [...resource, ...action].join('.');
    }),
  );
  return [...new Set(names)].map((name) => {
    const parts = name.split(MARK);
    return { literals: parts.filter((_, at) => at % 2 === 0), names: parts.filter((_, at) => at % 2 === 1) };
  });
}

function parseEvent(pattern: string): Stem {
  const segments = pattern.split('.');
  const levels: Level[] = [];
  while (levels.length * 2 + 1 < segments.length) {
    const [type = '', placeholder = ''] = segments.slice(levels.length * 2, levels.length * 2 + 2);
    const [, name] = /^\[(\w+)\]$/.exec(placeholder) ?? [];
    if (name === undefined) break;
    levels.push({ type, id: `<${name}>` });
  }
  const action = segments.slice(levels.length * 2);
  if (levels.length === 0 || levels.length > 3 || action.length > 2) throw new Error(`Event ${pattern} is malformed.`);
  return { levels, action };
}

/** The name itself, then ever less of it. Which stems keep the action is as clients of the 1.3 API know it. */
function stemsOf({ levels, action }: Stem): Stem[] {
  const [verb] = action;
  const root = levels.slice(0, 1);
  const withVerb: Stem[] = verb === undefined ? [] : [{ levels, action: [verb] }];
  const withAttribute: Stem[] = action.length === 2 ? [{ levels, action }] : [];
  const bare: Stem = { levels, action: [] };
  if (levels.length === 1) return [...withVerb, ...withAttribute, bare];
  // An accepted membership is also an update of its team: `teams.T.update.status`.
  const rootWithAttribute: Stem[] = levels.length === 2 && action.length === 2 ? [{ levels: root, action }] : [];
  const parents: Stem[] = levels.length === 3 ? [{ levels: levels.slice(0, 2), action: [] }] : [];
  return [...withAttribute, ...withVerb, bare, ...parents, ...rootWithAttribute, { levels: root, action: [] }];
}
