// `npm start`: installs and builds where needed, then becomes the embedded profile: one process, so Ctrl-C reaches it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

process.chdir(root);
await prepare({ dev: false });
process.env._APP_PROFILE ??= 'embedded';
await import(pathToFileURL(join(root, 'services/embedded/dist/main.js')).href);
