import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

export const createPHPassUser = route({
  name: 'users.createPHPassUser',
  method: 'POST',
  path: '/users/phpass',
  summary: 'Create a user with a phpass hash of a password',
  scope: 'users.write',
  auth: ['key'],
  params: { ...importParams, name: nameParam },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { password } = call.params;
    return insertUser(call, call.params, { password, hash: 'phpass', hashOptions: { type: 'phpass' } });
  },
});
