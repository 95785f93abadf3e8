#!/usr/bin/env node
import { runCommand } from './commands/index.js';

const { lines, code } = await runCommand(process.argv.slice(2));
// What could not be reached may still be tried in the background; nobody waits for it, but the lines are written out.
process.stdout.write(lines.map((line) => `${line}\n`).join(''), () => process.exit(code));
