/** People of the console for the tests of project routes, beside the owner and the stranger that every world has. */
import { joinTeam, makePerson, type Person, type World } from '../../scenarios.js';
import type { ChildName } from './child.js';

/** A member of the team of the world's project; `given` and `headers` go into a scenario. */
export function member(...roles: string[]) {
  const people = new WeakMap<World, Person>();
  return {
    async given(world: World): Promise<Person> {
      const { connections, project, teamId } = world;
      const person = await makePerson(connections, 0, 'console');
      await joinTeam(connections, 0, person, { id: teamId, internalId: project.teamInternalId }, roles);
      people.set(world, person);
      return person;
    },
    headers: (world: World): Record<string, string> => ({ cookie: people.get(world)?.cookie ?? '' }),
  };
}

/** Gives the owner of the world's project a password. */
export async function setPassword({ connections, owner }: World, password: string): Promise<void> {
  const hash = await connections.passwords.hash(password);
  await connections.store.write((transaction) => transaction.in(0).update('users', owner.id, { password: hash }));
}

/** A platform, key, webhook or domain of a project, the world's own if none is named, made through its route. */
export async function makeChild(
  world: World,
  kind: ChildName,
  body: Readonly<Record<string, unknown>>,
  projectId = world.project.$id,
): Promise<string> {
  const path = `/v1/projects/${projectId}/${kind}`;
  const answer = await world.call({ method: 'POST', path, as: 'consoleUser', body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.$id);
}

/** One more project of the same owner; gives its ID. */
export async function makeProject(world: World): Promise<string> {
  const body = { projectId: 'unique()', name: 'Other', teamId: world.teamId };
  const answer = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.$id);
}
