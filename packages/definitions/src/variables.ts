/**
 * Every environment variable: its name, checked type, default and meaning. Empty text means the default. Over 300
 * lines because it is one table, grouped as the documentation of the variables groups them.
 */
import { choice, integer, list, port, string, toggle, url, type Variable } from './variable.js';

const general = {
  env: choice('_APP_ENV', ['production', 'development'], 'production', {
    category: 'General',
    summary: 'In `development` errors carry file, line and trace, and certificates are dry runs.',
  }),
  locale: string('_APP_LOCALE', 'en', {
    category: 'General',
    summary: 'Language of mails and lists when a request names none.',
  }),
  abuse: toggle('_APP_OPTIONS_ABUSE', true, {
    category: 'General',
    summary: 'Rate limits and the limits of GraphQL.',
  }),
  forceHttps: toggle('_APP_OPTIONS_FORCE_HTTPS', false, {
    category: 'General',
    summary: 'Redirects reads over plain HTTP to HTTPS and refuses the rest.',
  }),
  opensslKey: string('_APP_OPENSSL_KEY_V1', 'your-secret-key', {
    category: 'General',
    summary: 'Secret that encryption at rest and JWTs derive their keys from. Losing it loses what it sealed.',
    secret: true,
  }),
  domain: string('_APP_DOMAIN', 'localhost', {
    category: 'General',
    summary: 'Host name at which clients reach this server.',
  }),
  domainTarget: string('_APP_DOMAIN_TARGET', 'localhost', {
    category: 'General',
    summary: 'Host name that the CNAME record of a custom domain has to point at.',
  }),
  consoleWhitelistRoot: toggle('_APP_CONSOLE_WHITELIST_ROOT', true, {
    category: 'General',
    summary: 'Only the first console account may be made freely; others need an invitation.',
  }),
  consoleWhitelistEmails: list('_APP_CONSOLE_WHITELIST_EMAILS', [], {
    category: 'General',
    summary: 'Emails that may have a console account; empty allows all.',
  }),
  consoleWhitelistIps: list('_APP_CONSOLE_WHITELIST_IPS', [], {
    category: 'General',
    summary: 'IP addresses from which a console account may be made; empty allows all.',
  }),
  systemEmailName: string('_APP_SYSTEM_EMAIL_NAME', 'Appwrite', {
    category: 'General',
    summary: 'Display name of the sender of mails; may be URL-encoded.',
  }),
  systemEmailAddress: string('_APP_SYSTEM_EMAIL_ADDRESS', 'team@appwrite.io', {
    category: 'General',
    summary: 'Email address of the sender of mails.',
  }),
  systemResponseFormat: string('_APP_SYSTEM_RESPONSE_FORMAT', '', {
    category: 'General',
    summary: 'API version whose answers a request gets when it asks for none; empty is the newest.',
  }),
  systemSecurityEmailAddress: string('_APP_SYSTEM_SECURITY_EMAIL_ADDRESS', 'certs@appwrite.io', {
    category: 'General',
    summary: 'Email address given to the certificate authority and named in the user agent of webhooks.',
  }),
  usageStats: toggle('_APP_USAGE_STATS', true, {
    category: 'General',
    summary: 'Collects usage figures.',
  }),
  loggingProvider: string('_APP_LOGGING_PROVIDER', '', {
    category: 'General',
    summary: 'Error tracker that gets unforeseen errors; empty is none.',
  }),
  loggingConfig: string('_APP_LOGGING_CONFIG', '', {
    category: 'General',
    summary: 'Access to the error tracker.',
    secret: true,
  }),
  usageAggregationInterval: integer('_APP_USAGE_AGGREGATION_INTERVAL', 30, {
    category: 'General',
    summary: 'Seconds between two sums of usage figures.',
    min: 1,
  }),
  usageTimeseriesInterval: integer('_APP_USAGE_TIMESERIES_INTERVAL', 30, {
    category: 'General',
    summary: 'Older name of the interval for time series.',
    ignored: true,
  }),
  usageDatabaseInterval: integer('_APP_USAGE_DATABASE_INTERVAL', 900, {
    category: 'General',
    summary: 'Older name of the interval for database figures.',
    ignored: true,
  }),
  workerPerCore: integer('_APP_WORKER_PER_CORE', 6, {
    category: 'General',
    summary: 'Processes a core. A process here uses one core; run more containers instead.',
    ignored: true,
  }),
};

const redis = {
  host: string('_APP_REDIS_HOST', 'redis', {
    category: 'Redis',
    summary: 'Host name of the cache.',
  }),
  port: port('_APP_REDIS_PORT', 6379, {
    category: 'Redis',
    summary: 'Port of the cache.',
  }),
  user: string('_APP_REDIS_USER', '', {
    category: 'Redis',
    summary: 'User name at the cache; empty is none.',
  }),
  password: string('_APP_REDIS_PASS', '', {
    category: 'Redis',
    summary: 'Password at the cache; empty is none.',
    secret: true,
  }),
};

const database = {
  host: string('_APP_DB_HOST', 'mariadb', {
    category: 'MariaDB',
    summary: 'Host name of the database server.',
  }),
  port: port('_APP_DB_PORT', 3306, {
    category: 'MariaDB',
    summary: 'Port of the database server.',
  }),
  schema: string('_APP_DB_SCHEMA', 'appwrite', {
    category: 'MariaDB',
    summary: 'Schema that holds all tables.',
  }),
  user: string('_APP_DB_USER', 'user', {
    category: 'MariaDB',
    summary: 'User name at the database server.',
  }),
  password: string('_APP_DB_PASS', 'password', {
    category: 'MariaDB',
    summary: 'Password at the database server.',
    secret: true,
  }),
  rootPassword: string('_APP_DB_ROOT_PASS', 'rootsecretpassword', {
    category: 'MariaDB',
    summary: 'Root password of the database image. Only that image reads it.',
    secret: true,
    ignored: true,
  }),
  pool: integer('_APP_DB_POOL', 16, {
    category: 'MariaDB',
    summary: 'Connections to the database server a process.',
    min: 1,
    max: 1000,
  }),
  statementTimeoutSeconds: integer('_APP_STATEMENT_TIMEOUT_SECONDS', 15, {
    category: 'MariaDB',
    summary: 'Seconds after which a reading statement is given up, on every database.',
    min: 1,
  }),
  sqliteSynchronous: choice('_APP_SQLITE_SYNCHRONOUS', ['normal', 'full'], 'normal', {
    category: 'SQLite',
    summary: '`full` waits for the disk at every commit; `normal` may lose the last commits at a power cut.',
  }),
};

const nats = {
  url: string('_APP_NATS_URL', 'nats://nats:4222', {
    category: 'NATS',
    summary: 'Address of the message bus; several are separated by commas.',
  }),
  user: string('_APP_NATS_USER', '', {
    category: 'NATS',
    summary: 'User name at the message bus; empty is none.',
  }),
  password: string('_APP_NATS_PASS', '', {
    category: 'NATS',
    summary: 'Password at the message bus; empty is none.',
    secret: true,
  }),
  prefix: string('_APP_NATS_PREFIX', 'aw', {
    category: 'NATS',
    summary: 'First word of every subject, so that several installations can share one bus.',
  }),
  maxBytes: integer('_APP_NATS_MAX_BYTES', 67108864, {
    category: 'NATS',
    summary: 'Bytes that each stream may hold.',
    min: 1048576,
  }),
};

const influxdb = {
  host: string('_APP_INFLUXDB_HOST', 'influxdb', {
    category: 'InfluxDB',
    summary: 'Host name of the database for usage series.',
  }),
  port: port('_APP_INFLUXDB_PORT', 8086, {
    category: 'InfluxDB',
    summary: 'Port of the database for usage series.',
  }),
};

const statsd = {
  host: string('_APP_STATSD_HOST', 'telegraf', {
    category: 'StatsD',
    summary: 'Host name of the collector of metrics.',
  }),
  port: port('_APP_STATSD_PORT', 8125, {
    category: 'StatsD',
    summary: 'Port of the collector of metrics.',
  }),
};

const smtp = {
  host: string('_APP_SMTP_HOST', '', {
    category: 'SMTP',
    summary: 'Host name of the mail server; without it no mail is sent.',
  }),
  port: port('_APP_SMTP_PORT', 25, {
    category: 'SMTP',
    summary: 'Port of the mail server.',
  }),
  secure: choice('_APP_SMTP_SECURE', ['', 'tls', 'ssl'], '', {
    category: 'SMTP',
    summary: '`tls` for STARTTLS, `ssl` for TLS from the start, empty for neither.',
  }),
  user: string('_APP_SMTP_USERNAME', '', {
    category: 'SMTP',
    summary: 'User name at the mail server; empty is none.',
  }),
  password: string('_APP_SMTP_PASSWORD', '', {
    category: 'SMTP',
    summary: 'Password at the mail server; empty is none.',
    secret: true,
  }),
  atMostOnce: toggle('_APP_MAIL_AT_MOST_ONCE', false, {
    category: 'SMTP',
    summary: 'After a crash in the middle of sending, rather lose a mail than send it twice.',
  }),
};

const sms = {
  provider: string('_APP_SMS_PROVIDER', '', {
    category: 'Phone',
    summary: 'Sender of text messages as `sms://user:secret@provider`; without it none is sent.',
    secret: true,
  }),
  from: string('_APP_SMS_FROM', '', {
    category: 'Phone',
    summary: 'Number that text messages come from.',
  }),
  mockUrl: url('_APP_SMS_MOCK_URL', 'http://request-catcher:5000/mock-sms', {
    category: 'Phone',
    summary: 'Where the provider `mock` posts its messages.',
  }),
};

const storage = {
  limit: integer('_APP_STORAGE_LIMIT', 30000000, {
    category: 'Storage',
    summary: 'Bytes of the largest file.',
    min: 1,
  }),
  previewLimit: integer('_APP_STORAGE_PREVIEW_LIMIT', 20000000, {
    category: 'Storage',
    summary: 'Bytes of the largest image of which previews are made.',
    min: 1,
  }),
  antivirus: toggle('_APP_STORAGE_ANTIVIRUS', false, {
    category: 'Storage',
    summary: 'Scans uploaded files for viruses.',
  }),
  antivirusHost: string('_APP_STORAGE_ANTIVIRUS_HOST', 'clamav', {
    category: 'Storage',
    summary: 'Host name of the virus scanner.',
  }),
  antivirusPort: port('_APP_STORAGE_ANTIVIRUS_PORT', 3310, {
    category: 'Storage',
    summary: 'Port of the virus scanner.',
  }),
  device: choice('_APP_STORAGE_DEVICE', ['local', 's3', 'dospaces', 'backblaze', 'linode', 'wasabi'], 'local', {
    category: 'Storage',
    summary: 'Where files, deployments and builds are kept.',
  }),
  s3: bucketAccess('_APP_STORAGE_S3', 'S3', 'us-east-1'),
  doSpaces: bucketAccess('_APP_STORAGE_DO_SPACES', 'DigitalOcean Spaces', 'us-east-1'),
  backblaze: bucketAccess('_APP_STORAGE_BACKBLAZE', 'Backblaze', 'us-west-004'),
  linode: bucketAccess('_APP_STORAGE_LINODE', 'Linode', 'eu-central-1'),
  wasabi: bucketAccess('_APP_STORAGE_WASABI', 'Wasabi', 'eu-central-1'),
};

function bucketAccess(prefix: string, device: string, region: string) {
  return {
    accessKey: string(`${prefix}_ACCESS_KEY`, '', {
      category: 'Storage',
      summary: `Access key at ${device}.`,
      secret: true,
    }),
    secret: string(`${prefix}_SECRET`, '', {
      category: 'Storage',
      summary: `Secret key at ${device}.`,
      secret: true,
    }),
    region: string(`${prefix}_REGION`, region, {
      category: 'Storage',
      summary: `Region of the bucket at ${device}.`,
    }),
    bucket: string(`${prefix}_BUCKET`, '', {
      category: 'Storage',
      summary: `Bucket at ${device}.`,
    }),
  };
}

const functions = {
  sizeLimit: integer('_APP_FUNCTIONS_SIZE_LIMIT', 30000000, {
    category: 'Functions',
    summary: 'Bytes of the largest deployment.',
    min: 1,
  }),
  timeout: integer('_APP_FUNCTIONS_TIMEOUT', 900, {
    category: 'Functions',
    summary: 'Seconds that a function may ask for at most.',
    min: 1,
  }),
  buildTimeout: integer('_APP_FUNCTIONS_BUILD_TIMEOUT', 900, {
    category: 'Functions',
    summary: 'Seconds after which a build is given up.',
    min: 1,
  }),
  containers: integer('_APP_FUNCTIONS_CONTAINERS', 10, {
    category: 'Functions',
    summary: 'Runtimes kept warm at once.',
    min: 0,
  }),
  cpus: integer('_APP_FUNCTIONS_CPUS', 0, {
    category: 'Functions',
    summary: 'CPU cores of a runtime; 0 is no limit.',
    min: 0,
  }),
  memory: integer('_APP_FUNCTIONS_MEMORY', 0, {
    category: 'Functions',
    summary: 'MB of memory of a runtime; 0 is no limit.',
    min: 0,
  }),
  memorySwap: integer('_APP_FUNCTIONS_MEMORY_SWAP', 0, {
    category: 'Functions',
    summary: 'MB of swap of a runtime; 0 is no limit.',
    min: 0,
  }),
  runtimes: list('_APP_FUNCTIONS_RUNTIMES', ['node-16.0', 'php-8.0', 'python-3.9', 'ruby-3.0'], {
    category: 'Functions',
    summary: 'Keys of the runtimes that functions may use.',
  }),
  executorSecret: string('_APP_EXECUTOR_SECRET', 'your-secret-key', {
    category: 'Functions',
    summary: 'Secret between the executor and those who call it.',
    secret: true,
  }),
  executorHost: url('_APP_EXECUTOR_HOST', 'http://appwrite-executor/v1', {
    category: 'Functions',
    summary: 'Address of the executor.',
  }),
  executorRuntimeNetwork: string('_APP_EXECUTOR_RUNTIME_NETWORK', 'appwrite_runtimes', {
    category: 'Functions',
    summary: 'Older name of `OPEN_RUNTIMES_NETWORK`.',
    ignored: true,
  }),
  envs: list('_APP_FUNCTIONS_ENVS', ['node-16.0', 'php-7.4', 'python-3.9', 'ruby-3.0'], {
    category: 'Functions',
    summary: 'Older name of `_APP_FUNCTIONS_RUNTIMES`.',
    ignored: true,
  }),
  inactiveThreshold: integer('_APP_FUNCTIONS_INACTIVE_THRESHOLD', 60, {
    category: 'Functions',
    summary: 'Seconds without work after which a runtime is stopped.',
    min: 1,
  }),
  registryUser: string('DOCKERHUB_PULL_USERNAME', '', {
    category: 'Functions',
    summary: 'User name at the image registry; empty pulls without an account.',
  }),
  registryPassword: string('DOCKERHUB_PULL_PASSWORD', '', {
    category: 'Functions',
    summary: 'Password at the image registry.',
    secret: true,
  }),
  registryEmail: string('DOCKERHUB_PULL_EMAIL', '', {
    category: 'Functions',
    summary: 'Email address at the image registry.',
  }),
  runtimesNetwork: string('OPEN_RUNTIMES_NETWORK', 'appwrite_runtimes', {
    category: 'Functions',
    summary: 'Network that runtimes are attached to.',
  }),
};

const maintenance = {
  interval: integer('_APP_MAINTENANCE_INTERVAL', 86400, {
    category: 'Maintenance',
    summary: 'Seconds between two rounds of tidying up.',
    min: 1,
  }),
  retentionCache: integer('_APP_MAINTENANCE_RETENTION_CACHE', 2592000, {
    category: 'Maintenance',
    summary: 'Seconds that a cached file is kept after its last use.',
    min: 0,
  }),
  retentionExecution: integer('_APP_MAINTENANCE_RETENTION_EXECUTION', 1209600, {
    category: 'Maintenance',
    summary: 'Seconds that executions are kept.',
    min: 0,
  }),
  retentionAudit: integer('_APP_MAINTENANCE_RETENTION_AUDIT', 1209600, {
    category: 'Maintenance',
    summary: 'Seconds that audit logs are kept.',
    min: 0,
  }),
  retentionAbuse: integer('_APP_MAINTENANCE_RETENTION_ABUSE', 86400, {
    category: 'Maintenance',
    summary: 'Seconds that counters of rate limits are kept.',
    min: 0,
  }),
  retentionUsageHourly: integer('_APP_MAINTENANCE_RETENTION_USAGE_HOURLY', 8640000, {
    category: 'Maintenance',
    summary: 'Seconds that hourly usage figures are kept.',
    min: 0,
  }),
};

const graphql = {
  maxBatchSize: integer('_APP_GRAPHQL_MAX_BATCH_SIZE', 10, {
    category: 'GraphQL',
    summary: 'Queries in one request.',
    min: 1,
  }),
  maxComplexity: integer('_APP_GRAPHQL_MAX_COMPLEXITY', 250, {
    category: 'GraphQL',
    summary: 'Complexity of one query.',
    min: 1,
  }),
  maxDepth: integer('_APP_GRAPHQL_MAX_DEPTH', 3, {
    category: 'GraphQL',
    summary: 'Levels of nested fields in one query.',
    min: 1,
  }),
};

const server = {
  profile: choice('_APP_PROFILE', ['', 'embedded', 'cluster'], '', {
    category: 'Server',
    summary: '`embedded` is one process, `cluster` uses the servers named here; empty is decided by their presence.',
  }),
  data: string('_APP_DATA', './data', {
    category: 'Server',
    summary: 'Folder in which the embedded profile keeps everything.',
  }),
  host: string('_APP_HOST', '0.0.0.0', {
    category: 'Server',
    summary: 'Address to listen on.',
  }),
  port: port('PORT', 8080, {
    category: 'Server',
    summary: 'Port to listen on.',
  }),
  metricsHost: string('_APP_METRICS_HOST', '0.0.0.0', {
    category: 'Server',
    summary: 'Address to listen on for metrics and health.',
  }),
  metricsPort: integer('_APP_METRICS_PORT', 0, {
    category: 'Server',
    summary: 'Port to listen on for metrics and health; 0 is off.',
    min: 0,
    max: 65535,
  }),
  logLevel: choice('_APP_LOG_LEVEL', ['info', 'debug', 'warn', 'error'], 'info', {
    category: 'Server',
    summary: 'Least level of the lines that are logged.',
  }),
  trustedProxies: list('_APP_TRUSTED_PROXIES', [], {
    category: 'Server',
    summary: 'Addresses or networks of proxies whose forwarding headers are believed.',
  }),
  payloadLimit: integer('_APP_PAYLOAD_LIMIT', 6291456, {
    category: 'Server',
    summary: 'Bytes of the largest request body.',
    min: 1024,
  }),
  listHardCap: integer('_APP_LIST_HARD_CAP', 10000, {
    category: 'Server',
    summary: 'Most documents in one answer, whatever limit a query asks for.',
    min: 1,
  }),
  bulkMax: integer('_APP_DATABASES_BULK_MAX', 1000, {
    category: 'Server',
    summary: 'Most documents that one request writes.',
    min: 1,
  }),
  stepsMax: integer('_APP_DATABASES_STEPS_MAX', 100, {
    category: 'Server',
    summary: 'Most steps of one transaction.',
    min: 1,
  }),
  shutdownSeconds: integer('_APP_SHUTDOWN_SECONDS', 10, {
    category: 'Server',
    summary: 'Seconds that work in hand has to end after a signal to stop.',
    min: 0,
  }),
  ntpHost: string('_APP_NTP_HOST', 'time.google.com', {
    category: 'Server',
    summary: 'Time server that the clock is compared with.',
  }),
  invitationSeconds: integer('_APP_INVITATION_SECONDS', 604800, {
    category: 'Server',
    summary: 'Seconds within which an invitation to a team can be accepted.',
    min: 1,
  }),
  dnsServers: list('_APP_DNS_SERVERS', [], {
    category: 'Server',
    summary: 'Addresses of name servers that records of custom domains are read from; empty is those of the system.',
  }),
  domainFlattening: toggle('_APP_DOMAIN_FLATTENING', false, {
    category: 'Server',
    summary: 'Takes a custom domain without CNAME record whose addresses are exactly those of the target.',
  }),
};

const webhooks = {
  maxAttempts: integer('_APP_WEBHOOK_MAX_ATTEMPTS', 6, {
    category: 'Webhooks',
    summary: 'Attempts before a delivery is given up.',
    min: 1,
    max: 100,
  }),
  denyPrivate: toggle('_APP_WEBHOOK_DENY_PRIVATE', false, {
    category: 'Webhooks',
    summary: 'Refuses to deliver to private and local addresses.',
  }),
};

const oauth = {
  allowPrivate: toggle('_APP_OAUTH_ALLOW_PRIVATE', false, {
    category: 'OAuth2',
    summary: 'Lets sign-in reach providers at private and local addresses, and over plain HTTP.',
  }),
  mock: toggle('_APP_OAUTH_MOCK', false, {
    category: 'OAuth2',
    summary: 'Serves the provider `mock`, which signs anybody in. For tests only.',
  }),
};

const argon2 = {
  memoryKib: integer('_APP_ARGON2_MEMORY_KIB', 19456, {
    category: 'Passwords',
    summary: 'KiB of memory that hashing a password takes.',
    min: 8,
  }),
  time: integer('_APP_ARGON2_TIME', 2, {
    category: 'Passwords',
    summary: 'Passes that hashing a password takes.',
    min: 1,
  }),
  parallelism: integer('_APP_ARGON2_PARALLELISM', 1, {
    category: 'Passwords',
    summary: 'Lanes that hashing a password takes.',
    min: 1,
  }),
};

export const variables = {
  general,
  server,
  redis,
  database,
  nats,
  influxdb,
  statsd,
  smtp,
  sms,
  storage,
  functions,
  maintenance,
  graphql,
  webhooks,
  oauth,
  argon2,
} as const;

/** The tree of `variables` with the checked value in the place of each variable. */
export type Configuration = Values<typeof variables>;

type Values<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends Variable<infer Value> ? Value : Values<Tree[Key]>;
};
