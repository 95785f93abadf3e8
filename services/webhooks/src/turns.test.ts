import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('turns', () => {
  it('come in the order in which they were taken, as many at once as there are places', async () => {
    const turns = new Turns(2);
    const [first, second, third] = [turns.take('a'), turns.take('a'), turns.take('a')];
    expect(await Promise.all([first.come(0), second.come(0), third.come(5)])).toEqual([true, true, false]);
    first.end();
    expect(await third.come(0)).toBe(true);
  });

  it('of one name do not wait for those of another', async () => {
    const turns = new Turns(1);
    turns.take('a');
    expect(await turns.take('b').come(0)).toBe(true);
  });

  it('that are given up are passed over', async () => {
    const turns = new Turns(1);
    const [first, second, third] = [turns.take('a'), turns.take('a'), turns.take('a')];
    expect(await second.come(1)).toBe(false);
    second.end();
    first.end();
    expect(await third.come(0)).toBe(true);
  });
});
