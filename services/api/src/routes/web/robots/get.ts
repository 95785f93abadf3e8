import { RawReply } from '../../../raw-reply.js';
import { route } from '../../../route.js';

export const getRobots = route({
  name: 'web.getRobots',
  method: 'GET',
  path: '/robots.txt',
  outside: true,
  summary: 'Tell crawlers what they may read',
  scope: 'public',
  auth: [],
  hidden: true,
  params: {},
  response: { status: 200, model: 'none' },
  action: () => new RawReply(TEXT, { 'Content-Type': 'text/plain; charset=UTF-8' }),
});

const TEXT = `# robotstxt.org/

User-agent: *
Disallow:
`;
