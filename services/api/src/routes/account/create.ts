import { isoTime } from '@plinth/database';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { remember } from './account.js';
import { insertNewcomer, refuseUninvited } from './sign-up.js';

export const createAccount = route({
  name: 'account.create',
  method: 'POST',
  path: '/account',
  summary: 'Create an account',
  scope: 'public',
  auth: [],
  authMethod: 'emailPassword',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},ip:{ip}'] },
  params: {
    userId: body(rules.customId(), 'ID of the user; `unique()` has one made.'),
    email: body(rules.email(), 'Email address.'),
    password: body(rules.password({ chosen: true }), 'Password of at least 8 characters.'),
    name: body(rules.text(128), 'Name.').optional(''),
  },
  response: { status: 201, model: 'account' },
  event: 'users.[userId].create',
  audit: { event: 'user.create', resource: 'user/{response.$id}', actor: 'response' },
  async action(call) {
    const { params, project, connections } = call;
    const email = params.email.toLowerCase();
    refuseUninvited(call, email);
    const hash = await connections.passwords.hash(params.password);
    return call.write(
      (writing) =>
        insertNewcomer(
          call,
          writing,
          { userId: params.userId, email, name: params.name ?? '' },
          {
            password: hash,
            passwordHistory: remember([], hash, project.settings.passwordHistory),
            passwordUpdate: isoTime(),
          },
        ),
      { duplicate: 'user_already_exists' },
    );
  },
});
