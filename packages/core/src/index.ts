export { type Actor, changeActor } from './auth/actor.js';
export {
  type Caller,
  type CallerMembership,
  type CallerSession,
  Callers,
  type CallerUser,
  GUEST_ROLES,
  isLive,
  rolesOfCaller,
  sessionOf,
} from './auth/callers.js';
export { type Countries, countryName, regionName, UNKNOWN_COUNTRY } from './auth/countries.js';
export { type Device, detectDevice } from './auth/devices.js';
export { shaVersions } from './auth/hashes/digests.js';
export type { StoredPassword } from './auth/hashes/hash.js';
export { SCRYPT_BYTES_MAX, SCRYPT_LENGTH_MAX, scryptBytes } from './auth/hashes/scrypt.js';
export { type Credentials, GUEST, identify, readSession, userActor } from './auth/identify.js';
export { type JwtClaims, signJwt, verifyJwt } from './auth/jwt.js';
export { fromRemembered, type Passwords, toRemembered } from './auth/passwords.js';
export {
  decodeFallback,
  decodeSession,
  encodeSession,
  type SessionCredential,
  sessionCookieName,
} from './auth/session-cookie.js';
export { type Connections, connect } from './connect.js';
export {
  attributeSchema,
  Collections,
  compile,
  indexSchema,
  type OpenCollection,
  readRelationships,
  type SchemaRows,
  tableOf,
} from './databases/collections.js';
export {
  holderOf,
  linksOf,
  partnerOf,
  type RelationTerms,
  relationSchema,
  termsOf,
} from './databases/relations.js';
export { failSchemaJob, runSchemaJob } from './databases/schema-jobs.js';
export {
  type AttributeRow,
  attributeView,
  enqueueSchemaJob,
  forgetAttribute,
  type IndexRow,
  lockSchema,
  type SchemaPlace,
} from './databases/schema-rows.js';
export {
  dropColumn,
  dropIndex,
  dropRelation,
  type Hands,
  inlineHands,
  isPermanent,
  isSmall,
  makeColumn,
  makeIndex,
  makeRelation,
  type Outcome,
  reasonOf,
  tried,
} from './databases/schema-tables.js';
export { lockSchemas } from './databases/schema-writes.js';
export { Batches, type BatchOptions } from './events/batches.js';
export { type ChangeInput, eventFrame, MadeChange, makeChange } from './events/change.js';
export { isPrivateAddress, PrivateAddressError, publicLookup, refusePrivateHost } from './outgoing/addresses.js';
export { fitsHostname, isAllowedOrigin, type ParsedOrigin, parseOrigin, webHosts } from './projects/platforms.js';
export {
  CONSOLE_ID,
  CONSOLE_NUMBER,
  type Project,
  type ProjectKey,
  type ProjectPlatform,
  type ProjectSettings,
  readSettings,
} from './projects/project.js';
export { Projects } from './projects/projects.js';
export { removeProjectRow } from './projects/remove-project-row.js';
export { newSecret, openSecrets, type Secrets, sameText, sha256 } from './secrets.js';
export { removeTeamRows } from './teams/remove-team-rows.js';
export { testEnvironments } from './test-environments.js';
export { removeUserRows } from './users/remove-user-rows.js';
