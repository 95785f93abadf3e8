import { AppError, documentPermissionTypes, invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { translateRefusal } from '../../../refusals.js';
import { route } from '../../../route.js';
import { openEnabledCollection } from '../collections/collection.js';
import { checkedPart, readData, writeLimit } from '../collections/documents/document.js';
import { databaseParams } from '../database.js';
import { type Outcome, placeOf, runStep, type StepAction, type StepPlace, splitData, tellStep } from '../steps.js';

/** Steps that the parameter may name at all; the setting is below it. */
const STEPS_MAX = 10_000;

/** A step as it was given: its ID and data may name earlier steps. */
interface GivenStep {
  readonly action: StepAction;
  readonly collectionId: string;
  readonly documentId: string | Reference;
  readonly data: Record<string, unknown>;
  readonly permissions: readonly string[] | null;
  readonly ifExists: boolean | null;
  readonly ifUpdatedAt: string | null;
  /** By which later steps name its document. */
  readonly as: string | null;
}

interface Reference {
  readonly $ref: string;
}

export const createTransaction = route({
  name: 'databases.createTransaction',
  method: 'POST',
  path: '/databases/:databaseId/transactions',
  summary: 'Write documents of several collections, all or none',
  scope: 'documents.write',
  auth: ['session', 'jwt', 'key'],
  rateLimit: writeLimit,
  params: {
    ...databaseParams,
    steps: body(rules.arrayOf(rules.json(), STEPS_MAX, 1), 'What is done, in this order.'),
  },
  response: { status: 200, model: 'transaction' },
  async action(call) {
    const { params, connections } = call;
    const { stepsMax } = connections.config.server;
    if (params.steps.length > stepsMax) throw invalidArgument('steps', `at most ${stepsMax} fit one transaction.`);
    const steps = params.steps.map((given, at) => atStep(at, () => readStep(given)));
    refuseWrongNames(steps);
    const places = new Map<string, StepPlace>();
    for (const [at, { collectionId, action }] of steps.entries()) {
      const key = placeKey(collectionId, action);
      if (places.has(key)) continue;
      const place = async () =>
        placeOf(call, await openEnabledCollection(call, params.databaseId, collectionId), action);
      places.set(key, await atStepAsync(at, place));
    }
    return call.write(async (writing) => {
      const outcomes: Outcome[] = [];
      const named = new Map<string, string>();
      /** How many statements were sent until each step was done. */
      const sent: number[] = [];
      for (const [at, given] of steps.entries()) {
        const place = places.get(placeKey(given.collectionId, given.action)) as StepPlace;
        const outcome = await atStepAsync(at, async () => {
          const id = resolved(given.documentId, named) as string;
          const data = resolved(given.data, named) as Record<string, unknown>;
          const done = await runStep(call, writing, { ...place, ...given, id, data });
          tellStep(writing, place, done);
          return done;
        });
        if (given.as) named.set(given.as, outcome.document.$id);
        outcomes.push(outcome);
        sent.push(writing.transaction.sent);
        await writing.transaction.breathe();
      }
      // What the engine says against one of the statements is said of the step that sent it.
      const failure = await writing.transaction.failure();
      if (failure)
        throw refusalAt(
          Math.max(
            sent.findIndex((count) => failure.at < count),
            0,
          ),
          failure.error,
        );
      return { total: outcomes.length, steps: outcomes.map(shown) };
    });
  },
});

const placeKey = (collectionId: string, action: StepAction): string => `${collectionId}\n${action === 'delete'}`;

const shown = ({ action, document }: Outcome) => ({
  action,
  collectionId: document.$collectionId,
  documentId: document.$id,
  document: action === 'delete' ? null : document,
});

/** A refusal tells which step it is about. */
function refusalAt(at: number, error: unknown): unknown {
  const refusal = translateRefusal(error);
  if (!(refusal instanceof AppError)) return error;
  return new AppError(refusal.type, { message: `Step ${at + 1}: ${refusal.message}`, cause: error });
}

function atStep<T>(at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalAt(at, error);
  }
}

async function atStepAsync<T>(at: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusalAt(at, error);
  }
}

const stepRules = {
  action: rules.oneOf(['create', 'update', 'upsert', 'delete']),
  collectionId: rules.uid(),
  documentId: rules.customId(),
  permissions: rules.permissions(documentPermissionTypes),
  ifExists: rules.boolean(),
  ifUpdatedAt: rules.datetime(),
  as: rules.key(),
};
const FIELDS: readonly string[] = [...Object.keys(stepRules), 'data'];

function readStep(given: unknown): GivenStep {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalidArgument('steps', 'it is no object.');
  const step = given as Record<string, unknown>;
  const unknown = Object.keys(step).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw invalidArgument('steps', `it has no field ${JSON.stringify(unknown.slice(0, 40))}.`);
  const read = <N extends keyof typeof stepRules>(name: N) =>
    checkedPart('steps', `its ${name}`, () => stepRules[name].check(step[name], {} as never)) as ReturnType<
      (typeof stepRules)[N]['check']
    >;
  const optional = <N extends keyof typeof stepRules>(name: N) =>
    step[name] === undefined || step[name] === null ? null : read(name);
  const action = read('action');
  const documentId = isReference(step.documentId)
    ? step.documentId
    : step.documentId === undefined && action === 'create'
      ? 'unique()'
      : read('documentId');
  return {
    action,
    collectionId: read('collectionId'),
    documentId,
    data: splitData(readData(step.data)).data,
    permissions: optional('permissions'),
    ifExists: optional('ifExists'),
    ifUpdatedAt: optional('ifUpdatedAt'),
    as: optional('as'),
  };
}

/** Names are given once, and used after they are given. */
function refuseWrongNames(steps: readonly GivenStep[]): void {
  const known = new Set<string>();
  for (const [at, { as, documentId, data }] of steps.entries()) {
    for (const name of [...references(documentId), ...references(data)]) {
      if (!known.has(name))
        throw refusalAt(at, invalidArgument('steps', `no earlier step is called ${JSON.stringify(name)}.`));
    }
    if (as && known.has(as))
      throw refusalAt(at, invalidArgument('steps', `an earlier step is called ${JSON.stringify(as)} already.`));
    if (as) known.add(as);
  }
}

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  typeof (value as Record<string, unknown>).$ref === 'string';

function* references(value: unknown): Generator<string> {
  if (isReference(value)) yield value.$ref;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* references(each);
}

/** The value with the IDs of earlier steps in the place of their names. */
function resolved(value: unknown, named: ReadonlyMap<string, string>): unknown {
  if (isReference(value)) return named.get(value.$ref) ?? '';
  if (Array.isArray(value)) return value.map((each) => resolved(each, named));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, named)]));
}
