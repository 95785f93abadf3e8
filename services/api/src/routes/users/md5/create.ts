import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

export const createMD5User = route({
  name: 'users.createMD5User',
  method: 'POST',
  path: '/users/md5',
  summary: 'Create a user with an MD5 hash of a password',
  scope: 'users.write',
  auth: ['key'],
  params: { ...importParams, name: nameParam },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { password } = call.params;
    return insertUser(call, call.params, { password, hash: 'md5', hashOptions: { type: 'md5' } });
  },
});
