import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Check } from './check.js';

const USED_PERCENT_MAX = 80;

/** Blocks of a file system: all, free, and free for everybody. */
type ReadSpace = (path: string) => Promise<{ blocks: number; bfree: number; bavail: number }>;

/** The data folder: whether it can be used, and whether there is room left. */
export function folderChecks(folder: string, readSpace: ReadSpace = statfs): Check[] {
  const path = resolve(folder);
  return [
    { name: 'Data folder', look: () => usable(path) },
    { name: 'Disk', look: () => room(path, readSpace) },
  ];
}

async function usable(path: string): Promise<string> {
  const place = await nearest(path);
  await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
  return place === path ? `${path} can be read and written` : `${path} is not there yet and can be made`;
}

async function room(path: string, readSpace: ReadSpace): Promise<string> {
  const { blocks, bfree, bavail } = await readSpace(await nearest(path));
  const used = blocks - bfree;
  // As `df` counts: what only the system may use is no room.
  const percent = used + bavail === 0 ? 0 : Math.ceil((used / (used + bavail)) * 100);
  if (percent >= USED_PERCENT_MAX) throw new Error(`${percent} % are in use.`);
  return `${percent} % are in use`;
}

/** The folder itself, or the one in which the first start would make it. */
async function nearest(path: string): Promise<string> {
  try {
    await access(path, constants.F_OK);
    return path;
  } catch (error) {
    if (dirname(path) === path) throw error;
    return nearest(dirname(path));
  }
}
