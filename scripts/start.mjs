// `npm start`: installs and builds where needed, then becomes the embedded profile: one process, so Ctrl-C reaches it.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

process.chdir(root);
await prepare({ dev: false });
process.env._APP_PROFILE ??= 'embedded';
await import(pathToFileURL(join(root, 'services/embedded/dist/main.js')).href);
const address = `http://localhost:${process.env.PORT || 8080}`;
console.log(`
Plinth runs on ${address}
  API       ${address}/v1
  realtime  ${address.replace('http', 'ws')}/v1/realtime
  data      ${resolve(process.env._APP_DATA || 'data')}
Ctrl-C stops it.`);
