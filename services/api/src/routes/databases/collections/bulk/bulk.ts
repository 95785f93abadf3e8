/** What the routes that write many documents share. Decision: docs/decisions/0006. */
import type { Document, PreparedRow, Query } from '@plinth/database';
import { AppError, documentPermissionTypes, invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { translateRefusal } from '../../../../refusals.js';
import type { Writing } from '../../../../writing.js';
import {
  newDocument,
  runStep,
  type Step,
  type StepAction,
  type StepCall,
  type StepPlace,
  splitData,
  tellStep,
} from '../../steps.js';
import { collectionParams, collectionPath } from '../collection.js';
import { checkedPart, writeLimit } from '../documents/document.js';

/** New documents that are sent off together; a refusal among them has them sent one by one. */
const CHUNK = 100;
/** Rows that the parameter may name at all; the setting is below it. */
const ROWS_MAX = 100_000;

export const bulkPath = `${collectionPath}/bulk`;

export const bulkWriting = {
  path: bulkPath,
  scope: 'documents.write',
  auth: ['session', 'jwt', 'key'],
  rateLimit: writeLimit,
  response: { status: 200, model: 'documentBulk' },
} as const;

export const bulkParams = collectionParams;
export const documentsParam = body(
  rules.arrayOf(rules.json(), ROWS_MAX, 1),
  'Documents with their `$id` and `$permissions` beside their values.',
);

/** A step, or why its row is none. */
export interface BulkRow {
  readonly index: number;
  readonly $id: string;
  readonly step: Step | AppError;
}

interface BulkError {
  readonly index: number;
  readonly $id: string;
  readonly code: number;
  readonly type: string;
  readonly message: string;
}

export interface BulkResult {
  readonly total: number;
  readonly documents: readonly Document[];
  readonly errors: readonly BulkError[];
}

export function refuseTooMany({ connections }: StepCall, rows: readonly unknown[], name: string): void {
  const { bulkMax } = connections.config.server;
  if (rows.length > bulkMax) throw invalidArgument(name, `at most ${bulkMax} documents are written at once.`);
}

const idRule = rules.customId();
const permissionRule = rules.permissions(documentPermissionTypes);

/** Rows from documents as they were given; a faulty one becomes its own refusal. */
export function rowsOf(given: readonly unknown[], place: StepPlace, action: StepAction): BulkRow[] {
  return given.map((each, index) => {
    const { $id, $permissions, data } = splitData(each as Record<string, unknown>);
    const named = $id === undefined && action === 'create' ? 'unique()' : $id;
    try {
      if (Array.isArray(each)) throw new AppError('document_invalid_structure', { message: 'It is no object.' });
      const id = checkedPart('documents', 'the $id', () => idRule.check(named, {} as never));
      const isGiven = $permissions !== undefined && $permissions !== null;
      const permissions = isGiven
        ? checkedPart('documents', 'the $permissions', () => permissionRule.check($permissions, {} as never))
        : null;
      return { index, $id: id, step: { ...place, action, id, data, permissions } };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { index, $id: typeof $id === 'string' ? $id : '', step: error };
    }
  });
}

/** Runs the rows; each that is refused leaves nothing behind and is told of. */
export async function writeRows(call: StepCall, writing: Writing, rows: readonly BulkRow[]): Promise<BulkResult> {
  const outcomes: (Document | AppError)[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    const appended = await appendRows(call, writing, chunk);
    if (appended) outcomes.push(...appended);
    else for (const row of chunk) outcomes.push(await writeRow(call, writing, row));
    await writing.transaction.breathe();
  }
  const documents = outcomes.filter((outcome) => !(outcome instanceof AppError)) as Document[];
  const errors = outcomes.flatMap((outcome, at) =>
    outcome instanceof AppError ? [errorOf(rows[at] as BulkRow, outcome)] : [],
  );
  return { total: documents.length, documents, errors };
}

const errorOf = ({ index, $id }: BulkRow, { status, type, message }: AppError): BulkError => ({
  index,
  $id,
  code: status,
  type,
  message,
});

async function writeRow(call: StepCall, writing: Writing, { step }: BulkRow): Promise<Document | AppError> {
  if (step instanceof AppError) return step;
  try {
    const { document } = await writing.attempt(async () => {
      const outcome = await runStep(call, writing, step);
      tellStep(writing, step, outcome);
      return outcome;
    });
    await writing.transaction.breathe();
    return document;
  } catch (error) {
    return refusalOf(error);
  }
}

/** What a row is refused by; anything else ends the request. */
function refusalOf(error: unknown): AppError {
  const refusal = translateRefusal(error);
  if (refusal instanceof AppError && refusal.status < 500) return refusal;
  throw error;
}

/** Sends new documents off without waiting for any; null where they are none, or an index refused one of them. */
async function appendRows(
  call: StepCall,
  writing: Writing,
  rows: readonly BulkRow[],
): Promise<(Document | AppError)[] | null> {
  const isPlain = ({ step }: BulkRow) => step instanceof AppError || (step.action === 'create' && step.family === null);
  if (!rows.every(isPlain)) return null;
  try {
    return await writing.attempt(() => {
      const prepared: PreparedRow[] = [];
      const outcomes = rows.map(({ step }) => prepareRow(call, writing, step, prepared));
      const [first] = rows.flatMap(({ step }) => (step instanceof AppError ? [] : [step]));
      if (first) writing.documents.appendPrepared(first.opened.collection, prepared);
      return outcomes;
    });
  } catch (error) {
    refusalOf(error);
    return null;
  }
}

function prepareRow(
  call: StepCall,
  writing: Writing,
  step: Step | AppError,
  prepared: PreparedRow[],
): Document | AppError {
  if (step instanceof AppError) return step;
  try {
    const one = writing.documents.prepare(step.opened.collection, newDocument(call, step));
    tellStep(writing, step, { action: 'create', document: one.row });
    prepared.push(one);
    return one.row;
  } catch (error) {
    return refusalOf(error);
  }
}

/** IDs of the documents that the queries leave, locked; at most as many as one request writes. */
export async function idsOf(
  { actor, connections }: StepCall,
  writing: Writing,
  { opened, family }: StepPlace,
  queries: readonly Query[],
): Promise<string[]> {
  const { bulkMax } = connections.config.server;
  const other = queries.find(({ method }) => method === 'select' || method.startsWith('cursor'));
  if (other) throw invalidArgument('queries', `${other.method} has no meaning for what is written.`);
  // Without a limit of their own they take as many as may be written.
  const all: Query = { method: 'limit', attribute: '', values: [{ kind: 'integer', value: BigInt(bulkMax) }] };
  const { rows } = await writing.documents.list(opened.collection, [...queries, all], {
    access: actor.access,
    limitMax: bulkMax,
    lock: true,
    ...(family ? { family } : {}),
  });
  return rows.map(({ $id }) => $id);
}
