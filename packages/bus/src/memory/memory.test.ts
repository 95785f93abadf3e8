import type { Bus } from '../bus.js';
import { busContract, silent } from '../contract.js';
import { TestStore } from '../test-store.js';
import { openMemoryBus } from './memory.js';

busContract('Memory', async () => {
  const store = new TestStore();
  const opened: Bus[] = [];
  return {
    store,
    open: async () => {
      const bus = await openMemoryBus({ store, log: silent });
      opened.push(bus);
      return bus;
    },
    end: async () => void (await Promise.all(opened.map((bus) => bus.close()))),
  };
});
