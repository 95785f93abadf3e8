import { shaVersions } from '@plinth/core';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

export const createSHAUser = route({
  name: 'users.createSHAUser',
  method: 'POST',
  path: '/users/sha',
  summary: 'Create a user with a SHA hash of a password',
  scope: 'users.write',
  auth: ['key'],
  params: {
    ...importParams,
    passwordVersion: body(rules.oneOf(shaVersions, true), 'Which SHA it is; sha3-512 where none is said.').optional(''),
    name: nameParam,
  },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { password, passwordVersion: version } = call.params;
    const hashOptions = { type: 'sha', ...(version ? { version } : {}) };
    return insertUser(call, call.params, { password, hash: 'sha', hashOptions });
  },
});
