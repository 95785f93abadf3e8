import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import {
  chosenPassword,
  currentUser,
  isAnonymous,
  newEmail,
  refuseCommonPassword,
  updateCurrentUser,
} from '../account.js';

export const updateEmail = route({
  name: 'account.updateEmail',
  method: 'PATCH',
  path: '/account/email',
  summary: 'Change the email of the signed-in account; gives an anonymous one its email and password',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: {
    email: body(rules.email(), 'Email address.'),
    password: body(rules.password(), 'Current password, or the first one of an anonymous account.'),
  },
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.email',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  async action(call) {
    const { params, project, connections } = call;
    const { passwords } = connections;
    const seen = await currentUser(call);
    const isConverted = isAnonymous(seen);
    if (isConverted) refuseCommonPassword(call, params.password);
    else if (!(await passwords.verify(params.password, seen))) throw new AppError('user_invalid_credentials');
    const hash = isConverted ? await passwords.hash(params.password) : null;
    return updateCurrentUser(
      call,
      async (user, writing) => {
        if (user.password !== seen.password) throw new AppError('user_invalid_credentials');
        const change = await newEmail(writing, user, params.email);
        return hash ? { ...change, ...chosenPassword(user, hash, project.settings.passwordHistory) } : change;
      },
      { duplicate: 'user_email_already_exists' },
    );
  },
});
