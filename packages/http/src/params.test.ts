import { describe, expect, it } from '@jest/globals';
import { AppError } from '@plinth/definitions';
import { body, checkParams, type Param, type ParamValues, path, query } from './params.js';
import type { RuleContext } from './rule.js';
import { arrayOf, integer, text } from './rules.js';

const context: RuleContext = { isAllowedHost: () => false, allowedHosts: () => [], passwordDictionary: null };
const declared = {
  id: path(text(36), 'ID.'),
  name: body(text(8), 'Name.'),
  limit: query(integer(), 'Limit.').optional(25),
  note: body(text(8), 'Note.').optional(),
  tags: body(arrayOf(text(8), 5), 'Tags.').optional(['none']),
};
const check = (raw: Record<string, unknown>) =>
  checkParams(Object.entries(declared) as [string, Param<unknown>][], raw, context) as ParamValues<typeof declared>;

describe('parameters', () => {
  it('give their values, and their defaults where they are absent', () => {
    expect(check({ id: 'a', name: 'b' })).toEqual({ id: 'a', name: 'b', limit: 25, note: null, tags: ['none'] });
    expect(check({ id: 'a', name: 'b', limit: '7', note: 'c', tags: [] })).toMatchObject({
      limit: 7,
      note: 'c',
      tags: [],
    });
  });

  it('pass an explicit null of an optional one on without a check', () => {
    expect(check({ id: 'a', name: 'b', limit: null, tags: null })).toMatchObject({ limit: null, tags: null });
  });

  it('drop what nobody declared, and know nothing of prototypes', () => {
    expect(check({ id: 'a', name: 'b', more: 1 })).not.toHaveProperty('more');
    expect(() => check(Object.create({ id: 'a', name: 'b' }) as Record<string, unknown>)).toThrow('`id`');
  });

  const fault = (raw: Record<string, unknown>): AppError => {
    try {
      check(raw);
    } catch (error) {
      if (error instanceof AppError) return error;
    }
    throw new Error('It passed.');
  };

  it.each([
    ['a required one that is missing', {}, 'id'],
    ['a required one that is null', { id: null }, 'id'],
    ['the first in declared order of several', { limit: 'x', name: '' }, 'id'],
    ['an empty text', { id: 'a', name: '' }, 'name'],
    ['an optional one of the wrong kind', { id: 'a', name: 'b', limit: 'x' }, 'limit'],
  ])('refuse by name %s', (_, raw, name) => {
    const error = fault(raw);
    expect(error).toMatchObject({ type: 'general_argument_invalid', status: 400 });
    expect(error.message).toContain(`\`${name}\``);
  });

  it('let failures that are none of a rule through', () => {
    const broken = { in: 'body', description: '', required: true, default: undefined } as const;
    const rule = {
      schema: {},
      check: () => {
        throw new TypeError('a bug');
      },
    };
    expect(() => checkParams([['x', { ...broken, rule }]], { x: 1 }, context)).toThrow(TypeError);
  });
});
