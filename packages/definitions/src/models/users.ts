import { boolean, datetime, integer, meta, model, noDefault, one, optional, string } from './fields.js';

/** From where a session or a logged change came. */
const client = [
  string('osCode'),
  string('osName'),
  string('osVersion'),
  string('clientType'),
  string('clientCode'),
  string('clientName'),
  string('clientVersion'),
  string('clientEngine'),
  string('clientEngineVersion'),
  string('deviceName'),
  string('deviceBrand'),
  string('deviceModel'),
  string('countryCode'),
  string('countryName'),
];

const hashTypes = ['algoArgon2', 'algoScrypt', 'algoScryptModified', 'algoBcrypt', 'algoPhpass', 'algoSha', 'algoMd5'];

export const usersModels = [
  model('log', [
    string('event'),
    string('userId'),
    string('userEmail'),
    string('userName'),
    string('mode'),
    string('ip'),
    datetime('time'),
    ...client,
  ]),

  model('user', [
    ...meta,
    string('name'),
    optional(string('password'), ''),
    optional(string('hash'), ''),
    optional(one('hashOptions', hashTypes), []),
    datetime('registration'),
    boolean('status', true),
    datetime('passwordUpdate'),
    string('email'),
    string('phone'),
    boolean('emailVerification'),
    boolean('phoneVerification'),
    one('prefs', 'preferences'),
  ]),

  model('algoMd5', [string('type', 'md5')]),

  model('algoSha', [string('type', 'sha')]),

  model('algoPhpass', [string('type', 'phpass')]),

  model('algoBcrypt', [string('type', 'bcrypt')]),

  model('algoScrypt', [
    string('type', 'scrypt'),
    integer('costCpu', 8),
    integer('costMemory', 14),
    integer('costParallel', 1),
    integer('length', 64),
  ]),

  model('algoScryptModified', [
    string('type', 'scryptMod'),
    string('salt'),
    string('saltSeparator'),
    string('signerKey'),
  ]),

  model('algoArgon2', [
    string('type', 'argon2'),
    integer('memoryCost', ''),
    integer('timeCost', ''),
    integer('threads', ''),
  ]),

  model('account', [
    ...meta,
    string('name'),
    datetime('registration'),
    boolean('status', true),
    datetime('passwordUpdate'),
    string('email'),
    string('phone'),
    boolean('emailVerification'),
    boolean('phoneVerification'),
    one('prefs', 'preferences'),
  ]),

  model('preferences', [], { any: true }),

  model('session', [
    string('$id'),
    datetime('$createdAt'),
    string('userId'),
    datetime('expire'),
    string('provider'),
    string('providerUid'),
    string('providerAccessToken'),
    datetime('providerAccessTokenExpiry'),
    string('providerRefreshToken'),
    string('ip'),
    ...client,
    boolean('current'),
  ]),

  model('token', [string('$id'), datetime('$createdAt'), string('userId'), string('secret'), datetime('expire')]),

  model('jwt', [noDefault(string('jwt'))]),
];
