import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { getStorageLocal, useFolder } from './get.js';

scenarios(getStorageLocal, [
  {
    name: 'the data folder can be used',
    as: 'key',
    expect: { status: 200, body: { status: 'pass' } },
    async after({ connections }) {
      const file = join(connections.config.server.data, 'no-folder');
      await writeFile(file, '');
      await expect(useFolder(file)).rejects.toThrow();
      await expect(useFolder(join(connections.config.server.data, 'made', 'when', 'needed'))).resolves.toBeUndefined();
    },
  },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
