import { describe, expect, it } from '@jest/globals';
import { models } from '@plinth/definitions';
import { shape } from './shape.js';

describe('a response model', () => {
  it('drops what it does not name, and fills what is required and missing', () => {
    const team = shape('team')({ $id: 'red', name: 'Red', secret: 'x', $internalId: 7 });
    expect(Object.keys(team)).toEqual(models.team?.fields.map(({ name }) => name));
    expect(team).toMatchObject({ $id: 'red', name: 'Red', total: 0 });
    expect(team).not.toHaveProperty('secret');
    expect(team).not.toHaveProperty('$internalId');
  });

  it('passes on the fields of open models, but no internal numbers', () => {
    expect(shape('preferences')({ theme: 'dark', nested: { a: 1 }, $internalId: 7 })).toEqual({
      theme: 'dark',
      nested: { a: 1 },
    });
    expect(shape('document')({ $id: 'a', title: 'x', $internalId: 7 })).toMatchObject({ $id: 'a', title: 'x' });
    expect(shape('document')({ $id: 'a', $internalId: 7 })).not.toHaveProperty('$internalId');
  });

  it('passes on a field whose name is that of the prototype, as text of a client holds it', () => {
    const shaped = shape('preferences')(JSON.parse('{"__proto__":{"admin":true},"a":1}') as Record<string, unknown>);
    expect(JSON.stringify(shaped)).toBe('{"__proto__":{"admin":true},"a":1}');
    expect((shaped as { admin?: boolean }).admin).toBeUndefined();
  });

  it('shapes what lists hold', () => {
    const list = shape('teamList')({ total: 1, teams: [{ $id: 'red', secret: 'x' }] });
    expect(list).toMatchObject({ total: 1, teams: [{ $id: 'red', name: '' }] });
    expect(JSON.stringify(list)).not.toContain('secret');
    expect(shape('teamList')({})).toEqual({ total: 0, teams: [] });
  });

  it('takes of several models the one whose marks fit', () => {
    const { attributes } = shape('attributeList')({
      total: 3,
      attributes: [
        { key: 'a', type: 'string', size: 5 },
        { key: 'b', type: 'integer', min: 1, max: 2 },
        { key: 'c', type: 'string', format: 'enum', elements: ['x'] },
      ],
    }) as { attributes: Record<string, unknown>[] };
    expect(attributes[0]).toMatchObject({ key: 'a', size: 5 });
    expect(attributes[1]).toMatchObject({ key: 'b', min: 1, max: 2 });
    expect(attributes[1]).not.toHaveProperty('size');
    expect(attributes[2]).toMatchObject({ key: 'c', elements: ['x'] });
  });

  it('takes of several models without marks the one of that type', () => {
    const shaped = (hashOptions: object) => shape('user')({ hashOptions }).hashOptions;
    expect(shaped({ type: 'md5', salt: 'x' })).toEqual({ type: 'md5' });
    expect(shaped({ type: 'scrypt', salt: 'x', costCpu: 16, costMemory: 1 })).toEqual({
      type: 'scrypt',
      costCpu: 16,
      costMemory: 1,
      costParallel: 1,
      length: 64,
    });
    expect(shaped({ type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 })).toEqual({
      type: 'argon2',
      memoryCost: 2048,
      timeCost: 4,
      threads: 3,
    });
  });

  it.each(Object.keys(models))('%s makes something of nothing', (name) => {
    expect(() => JSON.stringify(shape(name)({}))).not.toThrow();
  });

  it('that is not there is a mistake of the program', () => {
    expect(() => shape('nothing')).toThrow('nothing');
  });
});
