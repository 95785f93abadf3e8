import { SCRYPT_BYTES_MAX, SCRYPT_LENGTH_MAX, scryptBytes } from '@plinth/core';
import { invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { importParams, insertUser, nameParam } from '../user.js';

const factor = () => rules.range(1, 2 ** 31 - 1);

export const createScryptUser = route({
  name: 'users.createScryptUser',
  method: 'POST',
  path: '/users/scrypt',
  summary: 'Create a user with a scrypt hash of a password',
  scope: 'users.write',
  auth: ['key'],
  params: {
    ...importParams,
    passwordSalt: body(rules.text(128), 'Salt.'),
    passwordCpu: body(factor(), 'Cost in time, N, a power of two.'),
    passwordMemory: body(factor(), 'Block size, r.'),
    passwordParallel: body(factor(), 'Lanes, p.'),
    passwordLength: body(rules.range(1, SCRYPT_LENGTH_MAX), 'Bytes of the hash.'),
    name: nameParam,
  },
  response: { status: 201, model: 'user' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}' },
  action(call) {
    const { params } = call;
    const { passwordCpu: costCpu, passwordMemory: costMemory, passwordParallel: costParallel } = params;
    // Its logins would take that much of the server each time.
    if (scryptBytes(costCpu, costMemory, costParallel) > SCRYPT_BYTES_MAX)
      throw invalidArgument('passwordCpu', 'with passwordMemory and passwordParallel must not ask for over 256 MiB.');
    const cost = { costCpu, costMemory, costParallel, length: params.passwordLength };
    const hashOptions = { type: 'scrypt', salt: params.passwordSalt, ...cost };
    return insertUser(call, params, { password: params.password, hash: 'scrypt', hashOptions });
  },
});
