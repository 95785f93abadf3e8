import type { Reader, SystemRow } from '@plinth/database';

export interface ProjectKey {
  readonly id: string;
  readonly internalId: number;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expire: string | null;
  readonly accessedAt: string | null;
  readonly sdks: readonly string[];
}

export interface ProjectPlatform {
  readonly type: string;
  readonly key: string;
  readonly hostname: string;
}

/** An opened project: a value that everything which touches data takes as an argument. */
export interface Project {
  readonly id: string;
  readonly internalId: number;
  readonly name: string;
  /** Page of its app, or empty. */
  readonly url: string;
  readonly isConsole: boolean;
  readonly teamId: string;
  readonly teamInternalId: number;
  readonly settings: ProjectSettings;
  readonly platforms: readonly ProjectPlatform[];
  /** By SHA-256 of their secret. */
  readonly keys: ReadonlyMap<string, ProjectKey>;
  readonly webhooks: readonly SystemRow<'webhooks'>[];
  /** Changes with every change of the project, its keys, platforms and webhooks. */
  readonly revision: number;
  readonly documents: Reader;
}

export interface ProjectSettings {
  readonly services: Readonly<Record<string, boolean>>;
  readonly authMethods: Readonly<Record<string, boolean>>;
  /** 0 is no limit. */
  readonly userLimit: number;
  readonly sessionSeconds: number;
  readonly sessionsMax: number;
  readonly passwordHistory: number;
  readonly passwordDictionary: boolean;
  readonly emailsAllowed: readonly string[];
  readonly ipsAllowed: readonly string[];
}

export const CONSOLE_ID = 'console';
export const CONSOLE_NUMBER = 0;
const YEAR_SECONDS = 31_536_000;
const SESSIONS_MAX = 10;

/** Settings out of the JSON of a project row; what is missing has its documented default. */
export function readSettings(
  auths: Readonly<Record<string, unknown>>,
  services: Readonly<Record<string, boolean>>,
): ProjectSettings {
  const number = (key: string, preset: number) => (typeof auths[key] === 'number' ? (auths[key] as number) : preset);
  return {
    services,
    authMethods: Object.fromEntries(
      Object.entries(auths).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    ),
    userLimit: number('limit', 0),
    sessionSeconds: number('duration', YEAR_SECONDS),
    sessionsMax: number('maxSessions', SESSIONS_MAX),
    passwordHistory: number('passwordHistory', 0),
    passwordDictionary: auths.passwordDictionary === true,
    emailsAllowed: [],
    ipsAllowed: [],
  };
}
