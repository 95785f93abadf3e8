/** From a change to one job for each webhook that wants to hear of it. Sources: webhooks.md §1, operations.md §14. */
import { Batches, type Connections, type Project, sha256 } from '@plinth/core';
import { type Change, type ChangeActor, eventNames, messages, type WebhookJob } from '@plinth/definitions';

/** A change with the ID of the message that brought it. */
interface Incoming {
  readonly id: string;
  readonly change: Change;
}

const BATCH = 100;
const HASH_CHARACTERS = 19;
const TIME_CHARACTERS = 13;

type Needed = Pick<Connections, 'store' | 'projects' | 'publish'>;

/** Jobs are enqueued in the order in which their changes came; what comes meanwhile shares the next write. */
export function dispatcher(connections: Needed): (change: Change, id: string) => Promise<void> {
  const batches = new Batches<Incoming>({
    max: BATCH,
    milliseconds: 0,
    run: (incoming) => dispatch(connections, incoming),
  });
  return async (change, id) => {
    if (change.event !== null) await batches.add({ id, change });
  };
}

async function dispatch(connections: Needed, incoming: readonly Incoming[]): Promise<void> {
  const { store, publish } = connections;
  const projects = await openAll(connections, incoming);
  const jobs = incoming.flatMap(({ id, change }) => {
    const project = projects.get(change.projectId);
    return project?.internalId === change.project ? jobsOf(project, change, id) : [];
  });
  if (jobs.length === 0) return;
  const { messages: committed } = await store.write((transaction) => transaction.enqueue(jobs.map(messageOf)));
  publish(committed);
}

/** The projects as they are now: a copy that misses a new webhook would lose its events for good. */
async function openAll({ projects }: Needed, incoming: readonly Incoming[]): Promise<Map<string, Project | null>> {
  const open = async (id: string) => {
    const project = await projects.open(id);
    // Whoever took over the ID of a deleted project may have been changed as often as that one.
    const isMeant = incoming.every(({ change }) => change.projectId !== id || change.project === project?.internalId);
    if (isMeant && !(await projects.isStale(project, id))) return project;
    projects.forget(id);
    return projects.open(id);
  };
  const ids = new Set(incoming.map(({ change }) => change.projectId));
  return new Map(await Promise.all([...ids].map(async (id) => [id, await open(id)] as const)));
}

function jobsOf(project: Project, change: Change, id: string): WebhookJob[] {
  if (project.webhooks.length === 0) return [];
  const names = eventNames(change);
  const wanted = new Set(names);
  return project.webhooks
    .filter(({ events }) => events.some((event) => wanted.has(event)))
    .map(({ $id }) => ({
      projectId: change.projectId,
      project: change.project,
      webhookId: $id,
      delivery: deliveryOf(id, $id),
      events: names,
      userId: userOf(change.actor),
      payload: change.payload,
      ...(change.sealed ? { sealed: true } : {}),
      ...(change.request ? { request: change.request } : {}),
    }));
}

const messageOf = (job: WebhookJob) => ({
  id: job.delivery,
  name: messages.webhook.name,
  key: job.request ? `${job.webhookId}:${job.request}` : '',
  body: job,
});

/**
 * The same for the same message and webhook, so that a change that is handed out twice is delivered once. Begins with
 * the time of the message, so that rows of equal age are worked on in the order of their changes.
 */
const deliveryOf = (messageId: string, webhookId: string): string =>
  messageId.slice(0, TIME_CHARACTERS) + sha256(`${messageId}/${webhookId}`).slice(0, HASH_CHARACTERS);

/** Keys and guests are nobody whom a receiver could look up. */
const userOf = ({ kind, id }: ChangeActor): string => (kind === 'user' || kind === 'console' ? id : '');
