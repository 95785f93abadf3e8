import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSqlite } from './adapters/sqlite/engine.js';
import type { Engine } from './engine.js';
import { fold, foldWhole, WORD_LENGTH_MAX, words } from './fold.js';

describe('folding', () => {
  it.each([
    ['Éclair', 'eclair'],
    ['ECLAIR  ', 'eclair'],
    ['straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ﬁn', 'FIN'],
    ['ＡＢＣ', 'abc'],
    ['e\u0301', 'é'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['İstanbul', 'istanbul'],
    ['', '   '],
    ['①', '1'],
  ])('makes %s and %s one', (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  it.each([
    ['a', 'b'],
    [' a', 'a'],
    ['a\t', 'a'],
    ['o', 'ö x'],
    ['👍', '👎'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });

  it('keeps trailing blanks where a text is the beginning of another', () => {
    expect(foldWhole('É ')).toBe('e ');
  });

  it('folds every character to what is folded to itself, in lower case and composed as well', () => {
    const odd: string[] = [];
    for (let code = 0; code < 0x11_0000; code++) {
      const text = `x${String.fromCodePoint(code)}`;
      if (!text.isWellFormed()) continue;
      const folded = fold(text);
      for (const other of [folded, text.toLowerCase(), text.normalize('NFC')])
        if (other !== text && fold(other) !== folded) odd.push(text);
    }
    expect(odd).toEqual([]);
  });

  it('is of a beginning the beginning of the whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (start, end) => {
        expect(foldWhole(`${start} ${end}`).startsWith(foldWhole(start))).toBe(true);
      }),
    );
  });
});

describe('words', () => {
  it.each<[string, string[]]>([
    ['A naïve, well-known idea', ['a', 'naive', 'well', 'known', 'idea']],
    ['mail@x.test', ['mail', 'x', 'test']],
    ["it's 'quoted' rock'n'roll", ["it's", 'quoted', "rock'n'roll"]],
    ['a_b 12 12', ['a_b', '12']],
    ['new york New', ['york', 'new']],
    ['日本語 и русский', ['日本語', 'и', 'русскии']],
    ['*+-()"\\ 👍', []],
    ['', []],
  ])('of %s', (text, wanted) => {
    expect(words(text)).toEqual(wanted);
  });

  it('are cut by whole characters', () => {
    expect(words('𠮷'.repeat(100))).toEqual(['𠮷'.repeat(WORD_LENGTH_MAX)]);
  });
});

describe('the three places that fold on SQLite', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-fold-'));
    engine = openSqlite({ file: join(folder, 'plinth.sqlite'), synchronous: 'normal' });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('agree', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const spiced = fc
      .tuple(text, fc.constantFrom('ß', 'İ', 'ﬃ', 'Σ', 'é', 'Å', '　', '  ', ''))
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(spiced, { minLength: 1, maxLength: 20 }), async (texts) => {
        const sql = `SELECT ${texts.map(() => 'fold(?), fold_whole(?)').join(', ')}`;
        const given = texts.flatMap((each) => [each, each]);
        const wanted = texts.flatMap((each) => [fold(each), foldWhole(each)]);
        expect((await engine.all(sql, given))[0]).toEqual(wanted);
        expect((await engine.all(sql, given, true))[0]).toEqual(wanted); // in the worker thread
      }),
    );
  });
});
