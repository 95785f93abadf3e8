/** Closed lists and limits that several parts of the product share. */

/** The version of the API that this server speaks. */
export const serverVersion = '1.3.8';

/** Groups of routes; optional ones can be switched off in a project. */
export const services = [
  { key: 'web/home', optional: false },
  { key: 'web/console', optional: false },
  { key: 'account', optional: true },
  { key: 'avatars', optional: true },
  { key: 'databases', optional: true },
  { key: 'locale', optional: true },
  { key: 'health', optional: true },
  { key: 'projects', optional: false },
  { key: 'storage', optional: true },
  { key: 'teams', optional: true },
  { key: 'users', optional: true },
  { key: 'functions', optional: true },
  { key: 'mock', optional: false },
  { key: 'graphql', optional: true },
  { key: 'console', optional: false },
] as const;

export type ServiceKey = (typeof services)[number]['key'];
export type OptionalServiceKey = Extract<(typeof services)[number], { optional: true }>['key'];

export const optionalServices: readonly OptionalServiceKey[] = services.flatMap((service) =>
  service.optional ? [service.key] : [],
);

/** Web platforms are known by host name, native ones by application key; both may use these origin schemes. */
export const platformTypes = {
  web: ['web', 'flutter-web'],
  native: [
    'flutter-ios',
    'flutter-android',
    'flutter-macos',
    'flutter-windows',
    'flutter-linux',
    'apple-ios',
    'apple-macos',
    'apple-watchos',
    'apple-tvos',
    'android',
    'unity',
  ],
  schemes: [
    'http',
    'https',
    'appwrite-ios',
    'appwrite-macos',
    'appwrite-watchos',
    'appwrite-tvos',
    'appwrite-android',
    'appwrite-windows',
    'appwrite-linux',
  ],
} as const;

/** Lower-cased `X-SDK-Name` of the server libraries; which of them use a key is noted on the key. */
export const serverSdks: readonly string[] = [
  'node.js',
  'deno',
  'php',
  'python',
  'ruby',
  'go',
  'java',
  '.net',
  'dart',
  'kotlin',
  'swift',
  'graphql',
  'rest',
];

export const regions: readonly string[] = ['default'];

export const limits = {
  list: {
    /** Items of a page when no limit is asked for. */
    default: 25,
    /** Totals are counted this far. */
    total: 5000,
    /** Log lists when no limit is asked for. */
    logs: 5000,
    /** Children that an answer embeds, such as the keys of a project. */
    children: 1000,
  },
  /** Of one list parameter. */
  parameter: { items: 100, itemLength: 4096 },
  project: { users: 10000 },
  password: { history: 20 },
  sessions: { default: 10, max: 100 },
  /** Memberships of a user that count for permissions. */
  memberships: 1000,
  attribute: { stringLength: 1073741824 },
  rate: { writes: 60, writesSeconds: 60 },
  file: {
    antivirusBytes: 20000000,
    encryptionBytes: 20000000,
    compressionBytes: 20000000,
    readBufferBytes: 20000000,
    /** As the client libraries cut uploads. */
    chunkBytes: 5242880,
    outputChunkBytes: 2097152,
  },
  realtime: { connections: 128, connectionsSeconds: 60, messages: 32, messagesSeconds: 60 },
  /** Cached files note their last use this seldom. */
  cacheUpdateSeconds: 86400,
} as const;

export const cors = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: [
    'Origin',
    'Cookie',
    'Set-Cookie',
    'X-Requested-With',
    'Content-Type',
    'Access-Control-Allow-Origin',
    'Access-Control-Request-Headers',
    'Accept',
    'X-Appwrite-Project',
    'X-Appwrite-Key',
    'X-Appwrite-Locale',
    'X-Appwrite-Mode',
    'X-Appwrite-JWT',
    'X-Appwrite-Response-Format',
    'X-SDK-Version',
    'X-SDK-Name',
    'X-SDK-Language',
    'X-SDK-Platform',
    'X-SDK-GraphQL',
    'X-Appwrite-ID',
    'X-Appwrite-Timestamp',
    'Content-Range',
    'Range',
    'Cache-Control',
    'Expires',
    'Pragma',
  ],
  /** Allowed besides in answers to OPTIONS. */
  allowHeadersOnOptions: ['X-Fallback-Cookies'],
  exposeHeaders: ['X-Fallback-Cookies'],
} as const;

export const mailTemplates = ['verification', 'magicSession', 'recovery', 'invitation', 'certificate'] as const;

export type MailTemplate = (typeof mailTemplates)[number];
