import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { ownHash } from '../account/account.js';
import { insertUser, nameParam, newUserIdParam } from './user.js';

export const createUser = route({
  name: 'users.create',
  method: 'POST',
  path: '/users',
  summary: 'Create a user',
  scope: 'users.write',
  auth: ['key'],
  params: {
    userId: newUserIdParam,
    email: body(rules.email(), 'Email address.').optional(),
    phone: body(rules.phone(), 'Phone number: + and 2 to 15 digits.').optional(),
    password: body(rules.password({ chosen: true }), 'Password of at least 8 characters.').optional(''),
    name: nameParam,
  },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  async action(call) {
    const { params, connections } = call;
    const stored = params.password ? ownHash(await connections.passwords.hash(params.password)) : null;
    return insertUser(call, params, stored);
  },
});
