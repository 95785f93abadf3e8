/**
 * The collections that the product keeps about itself. Lists such as a user's sessions are child collections, read by
 * their parent's internal id. Over 300 lines because it is one table: a collection a block, an attribute a line.
 */
import {
  boolean,
  collection,
  datetime,
  double,
  encrypted,
  fulltext,
  integer,
  integers,
  json,
  key,
  required,
  text,
  texts,
  unique,
  withDefault,
} from './collection.js';

/** A text that code may always treat as text. */
const string = (size: number) => withDefault(text(size), '');
/** An ID of another document; empty when there is none. */
const id = () => string(255);
const search = () => string(16384);
/** The number of a document that this one belongs to. */
const internalId = () => required(integer());
const count = () => withDefault(integer(), 0);

/** Advertised with every password of ours; what a hash really cost stands in the hash itself. */
const argon2Options = { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 };

export const collections = {
  databases: collection({
    attributes: {
      name: required(text(256)),
      search: search(),
    },
    indexes: {
      fulltext_search: fulltext('search'),
      key_name: key('name'),
    },
  }),

  collections: collection({
    scope: 'databaseInternalId',
    attributes: {
      databaseInternalId: internalId(),
      databaseId: required(text(255)),
      name: required(text(256)),
      enabled: required(boolean()),
      documentSecurity: required(boolean()),
      search: search(),
      /** Raised by every change of its attributes and indexes, so that a cached schema shows its age. */
      schemaVersion: withDefault(integer(), 1),
    },
    indexes: {
      fulltext_search: fulltext('search'),
      key_name: key('name'),
      key_enabled: key('enabled'),
      key_documentSecurity: key('documentSecurity'),
    },
  }),

  attributes: collection({
    attributes: {
      databaseInternalId: internalId(),
      databaseId: required(text(255)),
      collectionInternalId: internalId(),
      collectionId: required(text(255)),
      key: string(255),
      type: string(256),
      status: string(16),
      size: count(),
      required: withDefault(boolean(), false),
      default: json<unknown>(16384, null),
      signed: withDefault(boolean(), true),
      array: withDefault(boolean(), false),
      format: string(64),
      /** Elements of an enum, smallest and largest of a number. */
      formatOptions: json<Record<string, unknown>>(16384, {}),
      filters: texts(64),
      /** The terms of a relationship. */
      options: json<Record<string, unknown>>(16384, {}),
      /** Why it is `failed` or `stuck`. */
      error: text(1024),
    },
    indexes: {
      key_db_collection: key('databaseInternalId', 'collectionInternalId'),
      key_db_type: key('databaseInternalId', 'type'),
    },
  }),

  indexes: collection({
    attributes: {
      databaseInternalId: internalId(),
      databaseId: required(text(255)),
      collectionInternalId: internalId(),
      collectionId: required(text(255)),
      key: string(255),
      type: string(16),
      status: string(16),
      attributes: texts(255),
      lengths: integers(),
      orders: texts(4),
      /** Why it is `failed` or `stuck`. */
      error: text(1024),
    },
    indexes: {
      key_db_collection: key('databaseInternalId', 'collectionInternalId'),
    },
  }),

  projects: collection({
    permissions: true,
    attributes: {
      teamInternalId: internalId(),
      teamId: id(),
      name: string(128),
      region: string(128),
      description: string(256),
      logo: string(255),
      url: string(16384),
      version: string(16),
      legalName: string(256),
      legalCountry: string(256),
      legalState: string(256),
      legalCity: string(256),
      legalAddress: string(256),
      legalTaxId: string(256),
      /** By service key; absent is switched on. */
      services: json<Record<string, boolean>>(16384, {}),
      /** Auth methods by setting key, and limits such as `duration`. */
      auths: json<Record<string, boolean | number>>(16384, {}),
      authProviders: encrypted(json<Record<string, unknown>>(16384, {})),
      search: search(),
    },
    indexes: {
      key_search: fulltext('search'),
      key_name: key('name'),
      key_team: key('teamId'),
    },
  }),

  platforms: collection({
    attributes: {
      projectInternalId: internalId(),
      projectId: id(),
      type: string(16),
      name: required(text(256)),
      key: string(255),
      store: string(256),
      hostname: string(256),
    },
    indexes: {
      key_project: key('projectInternalId'),
    },
  }),

  domains: collection({
    attributes: {
      projectInternalId: internalId(),
      projectId: id(),
      updated: datetime(),
      domain: required(text(255)),
      tld: string(255),
      registerable: string(255),
      verification: withDefault(boolean(), false),
      certificateId: id(),
    },
    indexes: {
      key_project: key('projectInternalId'),
    },
  }),

  keys: collection({
    attributes: {
      projectInternalId: internalId(),
      projectId: id(),
      name: required(text(255)),
      scopes: required(texts(255)),
      /** Shown on every read, so it can be read back; look-ups go by `secretHash`. */
      secret: encrypted(required(text(512))),
      /** SHA-256 of the secret in hex. */
      secretHash: text(64),
      expire: datetime(),
      accessedAt: datetime(),
      sdks: required(texts(255)),
    },
    indexes: {
      key_project: key('projectInternalId'),
      key_accessedAt: key('accessedAt'),
      key_secretHash: unique('secretHash'),
    },
  }),

  webhooks: collection({
    attributes: {
      projectInternalId: internalId(),
      projectId: id(),
      name: required(text(255)),
      url: required(text(255)),
      httpUser: string(255),
      httpPass: encrypted(string(255)),
      security: required(boolean()),
      events: required(texts(255)),
      signatureKey: string(2048),
      /** Deliveries given up since the last one that arrived. */
      failures: count(),
    },
    indexes: {
      key_project: key('projectInternalId'),
    },
  }),

  users: collection({
    attributes: {
      name: string(256),
      email: text(320),
      phone: text(16),
      status: withDefault(boolean(), true),
      passwordHistory: texts(16384),
      /** A one-way hash, so nothing is gained by encrypting it. */
      password: text(16384),
      hash: withDefault(text(256), 'argon2'),
      hashOptions: json<Record<string, unknown>>(65535, argon2Options),
      passwordUpdate: datetime(),
      /** Whether a key or a console member has set the password, and its user none since. */
      passwordGiven: withDefault(boolean(), false),
      prefs: json<Record<string, unknown>>(65535, {}),
      registration: datetime(),
      emailVerification: withDefault(boolean(), false),
      phoneVerification: withDefault(boolean(), false),
      reset: withDefault(boolean(), false),
      search: search(),
    },
    indexes: {
      key_name: key('name'),
      key_email: unique('email'),
      key_phone: unique('phone'),
      key_status: key('status'),
      key_passwordUpdate: key('passwordUpdate'),
      key_registration: key('registration'),
      key_emailVerification: key('emailVerification'),
      key_phoneVerification: key('phoneVerification'),
      key_search: fulltext('search'),
    },
  }),

  tokens: collection({
    attributes: {
      userInternalId: internalId(),
      userId: id(),
      type: required(integer()),
      /** SHA-256 in hex. */
      secret: string(512),
      expire: datetime(),
      userAgent: string(16384),
      ip: string(45),
      /** Tells apart what shares a type: a phone code to log in and one to verify the number. */
      purpose: withDefault(text(32), ''),
      /** Wrong guesses so far. */
      tries: count(),
    },
    indexes: {
      key_user: key('userInternalId'),
    },
  }),

  sessions: collection({
    attributes: {
      userInternalId: internalId(),
      userId: id(),
      provider: string(128),
      providerUid: string(2048),
      providerAccessToken: encrypted(string(16384)),
      providerAccessTokenExpiry: datetime(),
      providerRefreshToken: encrypted(string(16384)),
      /** SHA-256 in hex. */
      secret: string(512),
      userAgent: string(16384),
      ip: string(45),
      countryCode: string(2),
      osCode: string(256),
      osName: string(256),
      osVersion: string(256),
      clientType: string(256),
      clientCode: string(256),
      clientName: string(256),
      clientVersion: string(256),
      clientEngine: string(256),
      clientEngineVersion: string(256),
      deviceName: string(256),
      deviceBrand: string(256),
      deviceModel: string(256),
    },
    indexes: {
      key_provider_providerUid: key('provider', 'providerUid'),
      key_user: key('userInternalId'),
    },
  }),

  /** Accounts at OAuth2 providers and the users that they sign in, which outlive the sessions. */
  identities: collection({
    attributes: {
      userInternalId: internalId(),
      userId: id(),
      provider: string(128),
      providerUid: string(2048),
      /** SHA-256 in hex of provider and ID there, which together are too long for an index. */
      fingerprint: required(text(64)),
    },
    indexes: {
      key_fingerprint: unique('fingerprint'),
      key_user: key('userInternalId'),
    },
  }),

  teams: collection({
    permissions: true,
    attributes: {
      name: string(128),
      total: count(),
      search: search(),
      prefs: json<Record<string, unknown>>(65535, {}),
    },
    indexes: {
      key_search: fulltext('search'),
      key_name: key('name'),
      key_total: key('total'),
    },
  }),

  memberships: collection({
    permissions: true,
    attributes: {
      userInternalId: internalId(),
      userId: id(),
      teamInternalId: internalId(),
      teamId: id(),
      roles: texts(128),
      invited: datetime(),
      joined: datetime(),
      confirm: withDefault(boolean(), false),
      /** SHA-256 in hex; stays after use, so that a repeat is recognized. */
      secret: string(256),
      /** End of the invitation. */
      expire: datetime(),
      search: search(),
    },
    indexes: {
      key_unique: unique('teamInternalId', 'userInternalId'),
      key_user: key('userInternalId'),
      key_team: key('teamInternalId'),
      key_search: fulltext('search'),
      key_userId: key('userId'),
      key_teamId: key('teamId'),
      key_invited: key('invited'),
      key_joined: key('joined'),
      key_confirm: key('confirm'),
    },
  }),

  functions: collection({
    attributes: {
      execute: texts(128),
      name: string(2048),
      enabled: required(boolean()),
      runtime: string(2048),
      deployment: id(),
      events: texts(256),
      schedule: string(128),
      scheduleUpdatedAt: datetime(),
      schedulePrevious: datetime(),
      scheduleNext: datetime(),
      timeout: withDefault(integer(), 15),
      search: search(),
    },
    indexes: {
      key_search: fulltext('search'),
      key_name: key('name'),
      key_enabled: key('enabled'),
      key_runtime: key('runtime'),
      key_deployment: key('deployment'),
      key_schedule: key('schedule'),
      key_scheduleNext: key('scheduleNext'),
      key_schedulePrevious: key('schedulePrevious'),
      key_timeout: key('timeout'),
    },
  }),

  deployments: collection({
    attributes: {
      resourceId: id(),
      resourceType: string(255),
      buildId: id(),
      entrypoint: string(2048),
      path: string(2048),
      size: count(),
      metadata: json<Record<string, unknown>>(16384, {}),
      chunksTotal: count(),
      chunksUploaded: count(),
      search: search(),
      activate: withDefault(boolean(), false),
    },
    indexes: {
      key_resource: key('resourceId'),
      key_resource_type: key('resourceType'),
      key_search: fulltext('search'),
      key_entrypoint: key('entrypoint'),
      key_size: key('size'),
      key_buildId: key('buildId'),
      key_activate: key('activate'),
    },
  }),

  builds: collection({
    attributes: {
      startTime: datetime(),
      endTime: datetime(),
      duration: count(),
      deploymentId: id(),
      runtime: required(string(2048)),
      status: required(withDefault(text(256), 'processing')),
      outputPath: string(2048),
      stderr: string(1000000),
      stdout: string(1000000),
      sourceType: required(withDefault(text(2048), 'local')),
      source: required(string(2048)),
    },
    indexes: {
      key_deployment: key('deploymentId'),
    },
  }),

  executions: collection({
    permissions: true,
    attributes: {
      functionId: id(),
      deploymentId: id(),
      trigger: string(128),
      status: string(128),
      response: string(1000000),
      stderr: string(1000000),
      stdout: string(1000000),
      statusCode: count(),
      duration: withDefault(double(), 0),
      search: search(),
    },
    indexes: {
      key_function: key('functionId'),
      fulltext_search: fulltext('search'),
      key_trigger: key('trigger'),
      key_status: key('status'),
      key_statusCode: key('statusCode'),
      key_duration: key('duration'),
    },
  }),

  certificates: collection({
    attributes: {
      domain: string(255),
      issueDate: datetime(),
      renewDate: datetime(),
      attempts: count(),
      log: string(16384),
      updated: datetime(),
    },
    indexes: {
      key_domain: key('domain'),
    },
  }),

  buckets: collection({
    attributes: {
      enabled: required(boolean()),
      name: required(text(128)),
      fileSecurity: withDefault(boolean(), false),
      maximumFileSize: required(integer()),
      allowedFileExtensions: required(texts(64)),
      compression: required(text(10)),
      encryption: required(boolean()),
      antivirus: required(boolean()),
      search: search(),
    },
    indexes: {
      fulltext_name: fulltext('name'),
      key_search: fulltext('search'),
      key_enabled: key('enabled'),
      key_name: key('name'),
      key_fileSecurity: key('fileSecurity'),
      key_maximumFileSize: key('maximumFileSize'),
      key_encryption: key('encryption'),
      key_antivirus: key('antivirus'),
    },
  }),

  stats: collection({
    attributes: {
      metric: required(text(255)),
      region: required(text(255)),
      value: required(integer()),
      time: datetime(),
      period: required(text(4)),
      type: required(count()),
    },
    indexes: {
      key_time: key('time'),
      key_period_time: key('period', 'time'),
      key_metric_period_time: key('metric', 'period', 'time'),
    },
  }),

  realtime: collection({
    attributes: {
      container: required(text(255)),
      timestamp: datetime(),
      value: required(text(16384)),
    },
    indexes: {
      key_timestamp: key('timestamp'),
    },
  }),

  cache: collection({
    attributes: {
      resource: string(255),
      accessedAt: datetime(),
      signature: string(255),
    },
    indexes: {
      key_accessedAt: key('accessedAt'),
      key_resource: key('resource'),
    },
  }),

  files: collection({
    permissions: true,
    scope: 'bucketId',
    attributes: {
      bucketId: id(),
      name: string(2048),
      path: string(2048),
      signature: string(2048),
      mimeType: string(255),
      metadata: json<Record<string, unknown>>(16384, {}),
      sizeOriginal: count(),
      sizeActual: count(),
      algorithm: string(255),
      comment: string(2048),
      openSSLVersion: string(64),
      openSSLCipher: string(64),
      openSSLTag: string(2048),
      openSSLIV: string(2048),
      chunksTotal: count(),
      chunksUploaded: count(),
      search: search(),
    },
    indexes: {
      key_search: fulltext('search'),
      key_bucket: key('bucketId'),
      key_name: key('name'),
      key_signature: key('signature'),
      key_mimeType: key('mimeType'),
      key_sizeOriginal: key('sizeOriginal'),
      key_chunksTotal: key('chunksTotal'),
      key_chunksUploaded: key('chunksUploaded'),
    },
  }),

  variables: collection({
    attributes: {
      functionInternalId: internalId(),
      functionId: id(),
      key: string(255),
      value: encrypted(required(text(8192))),
      search: search(),
    },
    indexes: {
      key_function: key('functionInternalId'),
      key_uniqueKey: unique('functionInternalId', 'key'),
      key_key: key('key'),
      fulltext_search: fulltext('search'),
    },
  }),

  /** Ours: who did what to which resource. Holds ids, never payloads. */
  audit: collection({
    attributes: {
      userId: id(),
      /** `guest`, `user`, `key` or `console`: what an ID alone does not tell. */
      userKind: string(16),
      /** 0 when the actor has none. */
      userInternalId: count(),
      userEmail: string(320),
      userName: string(256),
      mode: string(16),
      event: string(255),
      resource: string(255),
      userAgent: string(16384),
      ip: string(45),
      time: datetime(),
    },
    indexes: {
      key_resource: key('resource'),
      key_user: key('userKind', 'userInternalId'),
      key_time: key('time'),
    },
  }),
} as const;
