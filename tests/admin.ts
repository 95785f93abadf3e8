/** What end-to-end tests need before their own story begins: a project, a key, a collection, over HTTP. */
import { eventually } from './stack.js';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export async function request(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(endpoint + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    headers: response.headers,
  };
}

export interface Seeded {
  readonly projectId: string;
  /** Headers of the project's key. */
  readonly server: Readonly<Record<string, string>>;
  /** Headers of its owner on the console. */
  readonly owner: Readonly<Record<string, string>>;
  /** Calls that must succeed. */
  must(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Record<string, unknown>>;
}

const SCOPES = [
  'databases.read',
  'databases.write',
  'collections.read',
  'collections.write',
  'documents.read',
  'documents.write',
  'health.read',
  'teams.read',
  'teams.write',
  'users.write',
];

export async function seedProject(endpoint: string): Promise<Seeded> {
  const must: Seeded['must'] = async (method, path, body, headers) => {
    const answer = await request(endpoint, method, path, body, headers);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const run = Math.random().toString(36).slice(2, 10);
  const credentials = { email: `owner${run}@example.test`, password: 'a long password' };
  await must('POST', '/account', { userId: 'unique()', ...credentials });
  const session = await request(endpoint, 'POST', '/account/sessions/email', credentials);
  const cookie = session.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');
  const owner = { cookie };
  const team = await must('POST', '/teams', { teamId: 'unique()', name: 'Owners' }, owner);
  const project = await must(
    'POST',
    '/projects',
    { projectId: 'unique()', name: 'Tested', teamId: team.$id, region: 'default' },
    owner,
  );
  const projectId = String(project.$id);
  const key = await must('POST', `/projects/${projectId}/keys`, { name: 'Key', scopes: SCOPES }, owner);
  const server = { 'x-appwrite-project': projectId, 'x-appwrite-key': String(key.secret) };
  return { projectId, server, owner, must };
}

/** A collection `db/things` with one text attribute, ready for documents. */
export async function seedCollection({ must, server }: Seeded, permissions: readonly string[] = []): Promise<string> {
  await must('POST', '/databases', { databaseId: 'db', name: 'DB' }, server);
  await must(
    'POST',
    '/databases/db/collections',
    { collectionId: 'things', name: 'Things', permissions, documentSecurity: true },
    server,
  );
  const path = '/databases/db/collections/things';
  await must('POST', `${path}/attributes/string`, { key: 'title', size: 100, required: true }, server);
  await eventually(async () => {
    const { attributes } = await must('GET', `${path}/attributes`, undefined, server);
    return (attributes as { status: string }[]).every(({ status }) => status === 'available');
  }, 'the attribute is not available');
  return `${path}/documents`;
}
