import { beforeEach, describe, expect, it } from '@jest/globals';
import { Kept } from './kept.js';

describe('kept answers', () => {
  let counter = 0;
  let kept: Kept;
  let reads = 0;
  const answer = (value: unknown, bytes = 10) => {
    reads++;
    return { answer: value, bytes };
  };

  beforeEach(() => {
    counter = 0;
    reads = 0;
    kept = new Kept({ read: () => String(counter), raise: () => void counter++ });
  });

  it('are given again until the table is written to', async () => {
    const first = await kept.at('t');
    expect(first('a', () => answer(1))).toBe(1);
    expect(first('a', () => answer(2))).toBe(1);
    kept.raise('t');
    expect((await kept.at('t'))('a', () => answer(3))).toBe(3);
    expect(reads).toBe(2);
  });

  it('are not taken for new when a write came between the counter and the read', async () => {
    const before = await kept.at('t');
    kept.raise('t');
    expect(before('a', () => answer('old'))).toBe('old');
    expect((await kept.at('t'))('a', () => answer('new'))).toBe('new');
  });

  it('are read once for all who ask meanwhile', async () => {
    const recall = await kept.at('t');
    const read = async () => answer('x');
    expect(await Promise.all([recall('a', read), recall('a', read), recall('a', read)])).toEqual(['x', 'x', 'x']);
    expect(reads).toBe(1);
  });

  it('are not kept when reading failed', async () => {
    const recall = await kept.at('t');
    await expect(recall('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await recall('a', async () => answer('back'))).toBe('back');
  });

  it('make room for later ones, and large ones are not kept at all', async () => {
    const recall = await kept.at('t');
    recall('large', () => answer(1, 2 * 1024 ** 2));
    recall('large', () => answer(1, 2 * 1024 ** 2));
    expect(reads).toBe(2);
    for (let at = 0; at < 40; at++) recall(`k${at}`, () => answer(at, 900 * 1024));
    reads = 0;
    recall('k39', () => answer(39));
    expect(reads).toBe(0);
    recall('k0', () => answer(0));
    expect(reads).toBe(1);
  });

  it('are nobody to trust while the counter cannot be read', async () => {
    kept = new Kept({
      read: () => Promise.reject(new Error('no cache')),
      raise: () => Promise.reject(new Error('no cache')),
    });
    await kept.raise('t');
    const recall = await kept.at('t');
    recall('a', () => answer(1));
    recall('a', () => answer(1));
    expect(reads).toBe(2);
  });
});
