import { newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../call.js';
import { route } from '../../route.js';
import { refuseSurplusUser } from '../users/limit.js';
import { remember, userGrants, userSearch } from './account.js';

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
    const $id = params.userId === 'unique()' ? newId() : params.userId;
    const name = params.name ?? '';
    return call.write(
      async (writing) => {
        await refuseSurplusUser(writing, project);
        const now = new Date().toISOString().replace('Z', '+00:00');
        return writing.documents.create('users', {
          $id,
          $permissions: userGrants($id),
          email,
          name,
          password: hash,
          passwordHistory: remember([], hash, project.settings.passwordHistory),
          passwordUpdate: now,
          registration: now,
          prefs: {},
          search: userSearch({ $id, email, phone: null, name }),
        });
      },
      { duplicate: 'user_already_exists' },
    );
  },
});

/** The console lets in whom its lists name. Source: projects.md §2. */
function refuseUninvited({ project, sender }: Pick<Call, 'project' | 'sender'>, email: string): void {
  const { emailsAllowed, ipsAllowed } = project.settings;
  if (emailsAllowed.length > 0 && !emailsAllowed.includes(email)) throw new AppError('user_email_not_whitelisted');
  if (ipsAllowed.length > 0 && !ipsAllowed.includes(sender.ip)) throw new AppError('user_ip_not_whitelisted');
}
