// `npm run bench`: the budgets of the design as a table of product, bare server and their ratio, measured in one run.
import { prepare } from './prepare.mjs';
import { ensureTools, startServers } from './servers.mjs';

await prepare({ dev: true });
await ensureTools(['mariadb-server', 'redis-server', 'nats-server']);
const servers = await startServers({ mariadb: true, redis: true, nats: true }, {});
try {
  const { bench } = await import('../bench/bench.mjs');
  await bench(servers.env, process.argv.slice(2));
} finally {
  await servers.stop();
}
process.exit(0);
