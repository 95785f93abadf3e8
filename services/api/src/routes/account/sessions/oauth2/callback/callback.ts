/** What both ways back from a provider share. Source: account.md §5.2. */
import { invalidArgument } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import type { Call } from '../../../../../call.js';
import { providerKeys, sendOn, withQuery } from '../../../../../oauth/app.js';

export const callbackPath = {
  projectId: path(rules.text(1024), 'ID of the project.'),
  provider: path(rules.oneOf(providerKeys), 'Key of the provider.'),
};

interface Answer {
  readonly projectId: string;
  readonly provider: string;
  readonly code: string | null;
  readonly state: string | null;
  readonly error: string | null;
  readonly error_description: string | null;
}

/** Passes the provider's answer on to where the browser shows its cookies of this project. */
export function passOn(call: Pick<Call, 'header'>, { projectId, provider, code, state, ...refusal }: Answer): void {
  if (!code && !refusal.error) throw invalidArgument('code', 'It is required.');
  const answer = {
    project: projectId,
    code,
    state,
    error: refusal.error,
    error_description: refusal.error_description,
  };
  const given = Object.entries(answer).filter((entry): entry is [string, string] => Boolean(entry[1]));
  sendOn(call, withQuery(`/v1/account/sessions/oauth2/${provider}/redirect`, Object.fromEntries(given)));
}
