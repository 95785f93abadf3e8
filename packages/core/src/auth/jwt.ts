import { createRequire } from 'node:module';
import { AppError } from '@plinth/definitions';
import type Jsonwebtoken from 'jsonwebtoken';
import type { Secrets } from '../secrets.js';

let library: typeof Jsonwebtoken | undefined;

/** Loaded at the first token: it takes long, and many servers never see one. */
function jsonwebtoken(): typeof Jsonwebtoken {
  library ??= createRequire(import.meta.url)('jsonwebtoken') as typeof Jsonwebtoken;
  return library;
}

const LIFETIME_SECONDS = 900;
const LEEWAY_SECONDS = 10;

export interface JwtClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly projectId: string;
}

export function signJwt(secrets: Secrets, { userId, sessionId, projectId }: JwtClaims): string {
  return jsonwebtoken().sign({ userId, sessionId, projectId }, secrets.jwtKey, {
    algorithm: 'HS256',
    expiresIn: LIFETIME_SECONDS,
  });
}

/** The claims of a token made for this project. Throws `user_jwt_invalid`. */
export function verifyJwt(secrets: Secrets, token: string, projectId: string): JwtClaims {
  try {
    const claims = jsonwebtoken().verify(token, secrets.jwtKey, {
      algorithms: ['HS256'],
      clockTolerance: LEEWAY_SECONDS,
    });
    if (
      typeof claims === 'object' &&
      typeof claims.userId === 'string' &&
      typeof claims.sessionId === 'string' &&
      claims.projectId === projectId
    )
      return { userId: claims.userId, sessionId: claims.sessionId, projectId };
  } catch (error) {
    throw new AppError('user_jwt_invalid', { cause: error });
  }
  throw new AppError('user_jwt_invalid');
}
