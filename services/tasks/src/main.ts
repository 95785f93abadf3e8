#!/usr/bin/env node
import { runCommand } from './commands/index.js';

const { lines, code } = await runCommand(process.argv.slice(2));
for (const line of lines) console.log(line);
// What could not be reached may still be tried in the background; nobody waits for it.
process.exit(code);
