import { eventFrame } from '@plinth/core';
import { broadcasts } from '@plinth/definitions';
import type { Call } from '../call.js';

/** After the commit: what others keep is dropped, messages go to the bus, sockets hear of it. */
export async function announce(call: Call): Promise<void> {
  const { messages, changes, users, rerolled, closedProjects, invalidated } = call.aftermath;
  const { callers, bus, publish, projects, collections } = call.connections;
  if (users.length > 0) await callers.raise(users);
  for (const message of invalidated) {
    // This process forgets at once, so that its next request sees its own write.
    if (message.kind === 'project') projects.forget(message.projectId);
    else collections.forgetNumber(message.project, message.databaseId, message.collectionId);
    bus.broadcast(broadcasts.invalidate, message.kind, message);
  }
  publish(messages);
  for (const change of changes) {
    if (!change.realtime) continue;
    const { project, channels, roles } = change.realtime;
    const open = change.sealed && change.realtime.payload === undefined;
    if (!open)
      bus.broadcast(broadcasts.realtime, String(project), {
        project,
        channels,
        roles,
        frame: eventFrame(change, change.realtime),
      });
  }
  // On the same connection and after the events, which the old roles still receive.
  for (const { project, userId } of rerolled)
    bus.broadcast(broadcasts.control, String(project), { kind: 'user', project, userId });
  for (const { project, projectId } of closedProjects)
    bus.broadcast(broadcasts.control, String(project), { kind: 'project', project, projectId });
}
