// Puts the many small files of a room into few, for a process that loads them all: a file costs about a millisecond at
// start. Called in the room's folder after `tsc`, with the entry files; what they import from packages stays outside.
import { build } from 'esbuild';

await build({
  entryPoints: process.argv.slice(2),
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true, // what is imported when needed stays a file of its own
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});
