import { describe, expect, it } from '@jest/globals';
import { addedEventPatterns, eventPatterns, eventTree, expandEvent, validateEventPattern } from './events.js';
import { models } from './models.js';

describe('expandEvent', () => {
  it('names a change of a top resource', () => {
    expect(expandEvent('teams.[teamId].create', { teamId: 'red' })).toEqual([
      'teams.red.create',
      'teams.*.create',
      'teams.red',
      'teams.*',
    ]);
  });

  it('puts the name without the attribute first at one level', () => {
    expect(expandEvent('users.[userId].update.prefs', { userId: 'U' })).toEqual([
      'users.U.update',
      'users.*.update',
      'users.U.update.prefs',
      'users.*.update.prefs',
      'users.U',
      'users.*',
    ]);
  });

  it('repeats the attribute on the team of an accepted membership', () => {
    const names = expandEvent('teams.[teamId].memberships.[membershipId].update.status', {
      teamId: 'T',
      membershipId: 'M',
    });
    expect(names).toHaveLength(16);
    expect(names.slice(12)).toEqual(['teams.T.update.status', 'teams.*.update.status', 'teams.T', 'teams.*']);
  });

  it('gives 22 names for a document', () => {
    const ids = { databaseId: 'D', collectionId: 'C', documentId: 'X' };
    const names = expandEvent('databases.[databaseId].collections.[collectionId].documents.[documentId].create', ids);
    expect(names).toHaveLength(22);
    expect(names[0]).toBe('databases.D.collections.C.documents.X.create');
    expect(names.at(-1)).toBe('databases.*');
  });

  it('leaves IDs alone that look like something else', () => {
    expect(expandEvent('users.[userId].delete', { userId: 'my-userId.[x].update' })[0]).toBe(
      'users.my-userId.[x].update.delete',
    );
  });

  it('throws when a placeholder has no value', () => {
    expect(() => expandEvent('users.[userId].create', {})).toThrow('userId');
    expect(() => expandEvent('users.[userId].create', { userId: '' })).toThrow('userId');
    expect(() => expandEvent('users.[toString].create', {})).toThrow('toString');
  });

  it('throws at a malformed pattern', () => {
    expect(() => expandEvent('users', { userId: 'U' })).toThrow('malformed');
    expect(() => expandEvent('users.[userId].a.b.c', { userId: 'U' })).toThrow('malformed');
  });
});

describe('validateEventPattern', () => {
  it.each([...eventPatterns, ...addedEventPatterns])('accepts %s', (pattern) => {
    expect(validateEventPattern(pattern)).toBe(true);
  });

  it.each([
    'users.U',
    'users.U.update.email',
    'users.U.sessions.*.create',
    'teams.T.memberships.M.update.status',
    'databases.D.collections.C.documents.*',
    'databases.*.collections.C.attributes.1_2_title.update',
  ])('accepts IDs: %s', (pattern) => {
    expect(validateEventPattern(pattern)).toBe(true);
  });

  it.each([
    '',
    '*',
    'users',
    'users.',
    'users..create',
    'unknown.*',
    'toString.*',
    'users.*.toString.*',
    'users.*.bogus',
    'users.*.create.name',
    'users.*.sessions',
    'users.*.memberships.*',
    'users.$id.create',
    'users.U*.create',
    'teams.*.memberships.*.update.prefs',
    'databases.*.collections.*.documents.*.update.name',
    'databases.*.collections.*.documents.*.fields.*.create',
    'users.*.create ',
  ])('refuses %p', (pattern) => {
    expect(validateEventPattern(pattern)).toBe(false);
  });
});

describe('eventTree', () => {
  it('names models that exist', () => {
    const resources = Object.values(eventTree);
    for (const resource of resources) {
      expect(Object.keys(models)).toContain(resource.model);
      resources.push(...Object.values(resource.children ?? {}));
    }
  });
});
