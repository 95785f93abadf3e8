import { route } from '../../route.js';
import { listParams } from '../lists.js';

const FILTERABLE = [
  'name',
  'email',
  'phone',
  'status',
  'passwordUpdate',
  'registration',
  'emailVerification',
  'phoneVerification',
];

export const listUsers = route({
  name: 'users.list',
  method: 'GET',
  path: '/users',
  summary: 'List the users of the project',
  scope: 'users.read',
  auth: ['key'],
  params: listParams(...FILTERABLE),
  response: { status: 200, model: 'userList' },
  async action({ params, documents }) {
    const { total, rows } = await documents.list('users', params.queries ?? [], {
      filterable: FILTERABLE,
      search: params.search ?? '',
    });
    return { total, users: rows };
  },
});
