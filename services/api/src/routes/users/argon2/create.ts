import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

export const createArgon2User = route({
  name: 'users.createArgon2User',
  method: 'POST',
  path: '/users/argon2',
  summary: 'Create a user with an Argon2 hash of a password',
  scope: 'users.write',
  auth: ['key'],
  params: { ...importParams, name: nameParam },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { password } = call.params;
    return insertUser(call, call.params, { password, hash: 'argon2', hashOptions: { type: 'argon2' } });
  },
});
