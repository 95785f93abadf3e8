import { describe, expect, it } from '@jest/globals';
import {
  any,
  collectionPermissionTypes,
  documentPermissionTypes,
  expandPermissions,
  guests,
  member,
  parsePermission,
  parseRole,
  permission,
  rolesOf,
  team,
  user,
  users,
} from './permissions.js';

const longId = 'a'.repeat(36);

describe('parseRole', () => {
  it.each([
    ['any', { role: 'any', identifier: '', dimension: '' }],
    ['guests', { role: 'guests', identifier: '', dimension: '' }],
    ['users', { role: 'users', identifier: '', dimension: '' }],
    ['users/verified', { role: 'users', identifier: '', dimension: 'verified' }],
    ['user:u1', { role: 'user', identifier: 'u1', dimension: '' }],
    ['user:u.1-x_/unverified', { role: 'user', identifier: 'u.1-x_', dimension: 'unverified' }],
    [`team:${longId}/${longId}`, { role: 'team', identifier: longId, dimension: longId }],
    ['member:M', { role: 'member', identifier: 'M', dimension: '' }],
  ])('reads %s', (text, role) => {
    expect(parseRole(text)).toEqual(role);
  });

  it.each([
    '',
    '*',
    'role:all',
    'role:member',
    'label:vip',
    'toString',
    'Any',
    ' any',
    'any\n',
    'any/verified',
    'any:x',
    'guests/verified',
    'users:x',
    'users/',
    'users/owner',
    'user',
    'user:',
    'user:/verified',
    'user:u/owner',
    'user:u/verified/unverified',
    'user:_u',
    'user:u\n',
    `user:${longId}a`,
    'team',
    'team:t/',
    'team:t/-owner',
    'team:t/a b',
    'member:m/owner',
    'member:m:n',
  ])('refuses %p', (text) => {
    expect(parseRole(text)).toBeNull();
  });
});

describe('parsePermission', () => {
  it('reads the exact form', () => {
    expect(parsePermission('read("team:t/owner")')).toEqual({ type: 'read', role: 'team:t/owner' });
    expect(parsePermission('write("any")')).toEqual({ type: 'write', role: 'any' });
  });

  it.each([
    'read(any)',
    "read('any')",
    'read( "any")',
    'read ("any")',
    'read("any") ',
    'read("any")\n',
    'Read("any")',
    'execute("any")',
    'read("")',
    'read("nobody")',
    'read("any"',
    'any',
  ])('refuses %p', (text) => {
    expect(parsePermission(text)).toBeNull();
  });

  it('reads what permission() writes', () => {
    expect(parsePermission(permission('delete', user('u', 'verified')))).toEqual({
      type: 'delete',
      role: 'user:u/verified',
    });
  });
});

describe('expandPermissions', () => {
  it('takes write apart in its place and keeps first occurrences', () => {
    const list = ['read("any")', 'delete("users")', 'write("users")', 'read("any")'];
    expect(expandPermissions(list, collectionPermissionTypes)).toEqual([
      'read("any")',
      'delete("users")',
      'create("users")',
      'update("users")',
    ]);
  });

  it('keeps to the types that the resource has', () => {
    expect(expandPermissions(['write("any")'], documentPermissionTypes)).toEqual(['update("any")', 'delete("any")']);
  });
});

describe('rolesOf', () => {
  it('lists each role once', () => {
    const list = ['read("any")', 'update("users")', 'read("user:u")', 'read("any")'];
    expect(rolesOf(list, 'read')).toEqual(['any', 'user:u']);
    expect(rolesOf(list, 'delete')).toEqual([]);
  });

  it('knows what write stands for', () => {
    expect(rolesOf(['write("any")'], 'update')).toEqual(['any']);
    expect(rolesOf(['write("any")'], 'read')).toEqual([]);
  });
});

describe('makers', () => {
  it('write what parseRole reads', () => {
    const made = [any(), guests(), users(), users('verified'), user('u'), team('t'), team('t', 'owner'), member('m')];
    expect(made).toEqual(['any', 'guests', 'users', 'users/verified', 'user:u', 'team:t', 'team:t/owner', 'member:m']);
    for (const role of made) expect(parseRole(role)).not.toBeNull();
  });
});
