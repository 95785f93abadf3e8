/** Who may call what: scopes, the roles that hold them, and the ways in which one becomes somebody. */

/** Scopes that an API key may be given. */
export const keyScopes = [
  'users.read',
  'users.write',
  'teams.read',
  'teams.write',
  'databases.read',
  'databases.write',
  'collections.read',
  'collections.write',
  'attributes.read',
  'attributes.write',
  'indexes.read',
  'indexes.write',
  'documents.read',
  'documents.write',
  'files.read',
  'files.write',
  'buckets.read',
  'buckets.write',
  'functions.read',
  'functions.write',
  'execution.read',
  'execution.write',
  'locale.read',
  'avatars.read',
  'health.read',
] as const;

export type KeyScope = (typeof keyScopes)[number];

/** Keys cannot be given these. Nobody holds `root`, so a route that asks for it is closed. */
export type InternalScope =
  | 'account'
  | 'console'
  | 'graphql'
  | 'home'
  | 'keys.read'
  | 'keys.write'
  | 'platforms.read'
  | 'platforms.write'
  | 'projects.read'
  | 'projects.write'
  | 'public'
  | 'root'
  | 'webhooks.read'
  | 'webhooks.write';

export type Scope = KeyScope | InternalScope;

/** Everybody who is not a key. */
const visitor = ['public', 'home', 'console', 'graphql'] as const;

const user = [
  ...visitor,
  'account',
  'teams.read',
  'teams.write',
  'documents.read',
  'documents.write',
  'files.read',
  'files.write',
  'projects.read',
  'projects.write',
  'locale.read',
  'avatars.read',
  'execution.read',
  'execution.write',
] as const;

const administrator = [
  'graphql',
  'teams.read',
  'teams.write',
  'documents.read',
  'documents.write',
  'files.read',
  'files.write',
  'buckets.read',
  'buckets.write',
  'users.read',
  'users.write',
  'databases.read',
  'databases.write',
  'collections.read',
  'collections.write',
  'platforms.read',
  'platforms.write',
  'keys.read',
  'keys.write',
  'webhooks.read',
  'webhooks.write',
  'locale.read',
  'avatars.read',
  'health.read',
  'functions.read',
  'functions.write',
  'execution.read',
  'execution.write',
] as const;

/** The scopes of a caller by its role. `admin`, `developer` and `owner` are console members in admin mode. */
export const roles = {
  guests: [
    ...visitor,
    'documents.read',
    'documents.write',
    'files.read',
    'files.write',
    'locale.read',
    'avatars.read',
    'execution.write',
  ],
  users: user,
  admin: administrator,
  developer: administrator,
  owner: [...new Set<Scope>([...user, ...administrator])],
  /** An API key has these and its own. */
  apps: ['health.read', 'graphql'],
} as const satisfies Record<string, readonly Scope[]>;

export type CallerRole = keyof typeof roles;

/** Ways to log in that a project can switch off: the name in the path, and the key among the project's `auths`. */
export const authMethods = [
  { id: 'email-password', settingKey: 'emailPassword' },
  { id: 'magic-url', settingKey: 'usersAuthMagicURL' },
  { id: 'anonymous', settingKey: 'anonymous' },
  { id: 'invites', settingKey: 'invites' },
  { id: 'jwt', settingKey: 'JWT' },
  { id: 'phone', settingKey: 'phone' },
] as const;

export type AuthMethod = (typeof authMethods)[number];

/** The number under which a token's kind is stored. */
export const tokenTypes = {
  login: 1,
  verification: 2,
  recovery: 3,
  invite: 4,
  magicUrl: 5,
  phone: 6,
} as const;

export type TokenType = (typeof tokenTypes)[keyof typeof tokenTypes];

/** How long things are good for. */
export const lifetimes = {
  sessionSeconds: 31536000,
  shortSessionSeconds: 3600,
  recoverySeconds: 3600,
  /** Verifications and invitations. */
  confirmSeconds: 604800,
  phoneSeconds: 900,
  jwtSeconds: 900,
  /** Clocks may differ by this much. */
  jwtLeewaySeconds: 10,
  /** A key's last use is noted this seldom. */
  keyAccessUpdateSeconds: 86400,
} as const;
