import { RawReply } from '../../../raw-reply.js';
import { route } from '../../../route.js';

export const getHumans = route({
  name: 'web.getHumans',
  method: 'GET',
  path: '/humans.txt',
  outside: true,
  summary: 'Tell who made this',
  scope: 'public',
  auth: [],
  hidden: true,
  params: {},
  response: { status: 200, model: 'none' },
  action: () => new RawReply(TEXT, { 'Content-Type': 'text/plain; charset=UTF-8' }),
});

const TEXT = `# humanstxt.org/

# TEAM

    The contributors of Plinth

# TECHNOLOGY

    TypeScript, Node.js
    SQLite, or MariaDB with Redis and NATS
`;
