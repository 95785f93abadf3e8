/** Names that every object inherits are values like any other: no route takes them for something that is there. */
import { expect, it } from '@jest/globals';
import { type Caller, makeWorld, onBothProfiles, requestOf } from '../scenarios.js';
import { routes } from './index.js';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const named = routes.filter(({ paramList }) => paramList.some(([, param]) => param.in === 'path'));

onBothProfiles('names that objects inherit', (stage) => {
  it.each(NAMES)('%s in a path leads nowhere', async (name) => {
    const world = await makeWorld(stage());
    const wrong: string[] = [];
    const callers: Caller[] = ['key', 'user', 'admin', 'consoleUser'];
    for (const route of named) {
      const params = Object.fromEntries(
        route.paramList.flatMap(([key, param]) => (param.in === 'path' ? [[key, name]] : [])),
      );
      for (const as of callers) {
        const { status, body } = await world.call({ ...requestOf(route, params), as });
        const isPassedOn = status === 301 && route.name.includes('OAuth2');
        if (status < 400 ? !isPassedOn : status >= 500) wrong.push(`${route.name} as ${as}: ${status} ${body.type}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
