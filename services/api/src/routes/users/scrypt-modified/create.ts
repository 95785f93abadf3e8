import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

export const createScryptModifiedUser = route({
  name: 'users.createScryptModifiedUser',
  method: 'POST',
  path: '/users/scrypt-modified',
  summary: "Create a user with a hash of a password by Firebase's scrypt",
  scope: 'users.write',
  auth: ['key'],
  params: {
    ...importParams,
    passwordSalt: body(rules.text(128), 'Salt, base64.'),
    passwordSaltSeparator: body(rules.text(128), 'Salt separator, base64.'),
    passwordSignerKey: body(rules.text(128), 'Signer key, base64.'),
    name: nameParam,
  },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { password, passwordSalt: salt, passwordSaltSeparator: saltSeparator, passwordSignerKey } = call.params;
    const hashOptions = { type: 'scryptMod', salt, saltSeparator, signerKey: passwordSignerKey };
    return insertUser(call, call.params, { password, hash: 'scryptMod', hashOptions });
  },
});
