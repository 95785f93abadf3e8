import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';

function gather(
  max: number,
  milliseconds: number,
  act: (items: readonly number[]) => Promise<void> | void = () => undefined,
) {
  const batches: number[][] = [];
  const gathered = new Batches<number>({
    max,
    milliseconds,
    async run(items) {
      batches.push([...items]);
      await act(items);
    },
  });
  return { batches, gathered };
}

describe('batches', () => {
  it('take together what arrives while the first one waits', async () => {
    const { batches, gathered } = gather(10, 20);
    await Promise.all([1, 2, 3].map((item) => gathered.add(item)));
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('are no larger than they may be, and keep the order', async () => {
    const { batches, gathered } = gather(2, 5);
    await Promise.all([1, 2, 3, 4, 5].map((item) => gathered.add(item)));
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('begin at once where nothing is to be waited for, one after the other', async () => {
    let running = 0;
    let most = 0;
    const { batches, gathered } = gather(10, 0, async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    });
    await Promise.all([1, 2, 3].map((item) => gathered.add(item)));
    expect({ batches, most }).toEqual({ batches: [[1], [2, 3]], most: 1 });
  });

  it('fail for their own items alone', async () => {
    const { gathered } = gather(1, 0, ([item]) => {
      if (item === 1) throw new Error('refused');
    });
    const outcomes = await Promise.allSettled([1, 2].map((item) => gathered.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
