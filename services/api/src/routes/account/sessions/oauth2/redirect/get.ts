import { isIP } from 'node:net';
import { encodeSession, newSecret, sessionCookieName } from '@plinth/core';
import { AppError, invalidArgument } from '@plinth/definitions';
import { errorBody, path, query, rules } from '@plinth/http';
import type { Call } from '../../../../../call.js';
import {
  failurePage,
  isHandover,
  type OAuthCall,
  openApp,
  providerKeys,
  refuseForeignPage,
  sendOn,
  sendTo,
  withQuery,
} from '../../../../../oauth/app.js';
import { type App, askUser, redeemCode, type Tokens, tokenFields } from '../../../../../oauth/flow.js';
import { fingerprintOf, linkUser } from '../../../../../oauth/link.js';
import type { ProviderUser } from '../../../../../oauth/paths.js';
import { readState, STATE_MAX, STATE_MILLISECONDS, type State, verifierOf } from '../../../../../oauth/state.js';
import { route } from '../../../../../route.js';
import { insertSession, prepareSession, sendSession } from '../../session.js';
import { isSameBrowser } from '../cookie.js';

interface Answer {
  readonly code: string;
  readonly state: string;
  readonly error: string;
  readonly description: string;
}

export const redirectOAuth2Session = route({
  name: 'account.redirectOAuth2Session',
  method: 'GET',
  path: '/account/sessions/oauth2/:provider/redirect',
  summary: 'Sign in with what a provider answered',
  scope: 'public',
  auth: [],
  hidden: true,
  errorPage: true,
  rateLimit: { limit: 50, seconds: 3600, keys: ['ip:{ip}'] },
  params: {
    provider: path(rules.oneOf(providerKeys), 'Key of the provider.'),
    code: query(rules.text(2048), 'Code that the provider gave.').optional(''),
    state: query(rules.text(STATE_MAX), 'What the sign-in began with.').optional(''),
    error: query(rules.text(2048), 'Why the provider gave no code.').optional(''),
    error_description: query(rules.text(2048), 'The same in words.').optional(''),
  },
  response: { status: 301, model: 'none' },
  event: 'users.[userId].sessions.[sessionId].create',
  audit: { event: 'session.create', resource: 'user/{user.$id}', actor: 'response' },
  async action(call) {
    const { params, project, connections } = call;
    const answer: Answer = {
      code: params.code ?? '',
      state: params.state ?? '',
      error: params.error ?? '',
      description: params.error_description ?? '',
    };
    if (answer.code === '' && answer.error === '') throw invalidArgument('code', 'It is required.');
    const app = await openApp(call, params.provider);
    const state = readState(connections.secrets, { projectId: project.id, provider: params.provider }, answer.state);
    if (!state) throw invalidArgument('state', 'must be one that a sign-in of this project began with.');
    refusePages(call, state);
    try {
      sendOn(call, await signIn(call, app, state, answer));
    } catch (error) {
      // Whoever began the sign-in is told, on the page that was named for it.
      const { message, type, code } = errorBody(error, false);
      if (code >= 500 && code !== 501) connections.log.warn({ error, provider: params.provider }, 'a sign-in failed');
      sendOn(call, failurePage(call, state.failure, { error: JSON.stringify({ message, type, code }) }));
    }
  },
});

/** A host may have left the project since the sign-in began. */
function refusePages(call: OAuthCall, { success, failure }: State): void {
  for (const [name, url, type] of [
    ['success', success, 'project_invalid_success_url'],
    ['failure', failure, 'project_invalid_failure_url'],
  ] as const) {
    try {
      refuseForeignPage(call, name, url);
    } catch (cause) {
      throw new AppError(type, { cause });
    }
  }
}

type SignInCall = Omit<Call, 'params'>;

/** Does it all, and gives where the browser goes then. */
async function signIn(call: SignInCall, app: App, state: State, answer: Answer): Promise<string> {
  await refuseSpent(call, state);
  if (answer.error !== '') {
    const said = answer.description === '' ? answer.error : `${answer.error}: ${answer.description}`;
    throw new AppError('user_unauthorized', { message: `The provider did not let the user in (${said}).` });
  }
  const { tokens, person } = await ask(call, app, state, answer);
  if (person.id === '') throw new AppError('user_missing_id');
  const { secret, userId } = await startSession(call, app, tokens, person);
  sendSession(call, userId, secret);
  if (!isHandover(call, state.success)) return state.success;
  const { host } = call.sender;
  return withQuery(state.success, {
    project: call.project.id,
    ...(host === 'localhost' || isIP(host) > 0 ? {} : { domain: `.${host}` }),
    key: sessionCookieName(call.project.id),
    secret: encodeSession({ userId, secret }),
  });
}

/** A state is good once, soon, and in the browser that it was made for. */
async function refuseSpent(call: SignInCall, { nonce, isExpired }: State): Promise<void> {
  if (isExpired) throw invalidArgument('state', 'is too old; begin the sign-in again.');
  if (!isSameBrowser(call, nonce)) throw invalidArgument('state', 'belongs to another browser.');
  const isFirst = await call.connections.cache.add(`oauth:${nonce}`, '1', STATE_MILLISECONDS * 2);
  if (!isFirst) throw invalidArgument('state', 'was used already; begin the sign-in again.');
}

async function ask(call: SignInCall, app: App, { nonce }: State, { code, state }: Answer) {
  const send = sendTo(call, app);
  try {
    const verifier = verifierOf(call.connections.secrets, nonce);
    const tokens = await redeemCode(app, { code, state, verifier }, send);
    return { tokens, person: await askUser(app, tokens, send) };
  } catch (cause) {
    throw new AppError('general_server_error', { cause });
  }
}

/** Links and signs in together. The session that the browser came with is replaced. */
async function startSession(call: SignInCall, { provider }: App, tokens: Tokens, person: ProviderUser) {
  const { documents, connections, actor } = call;
  const fingerprint = fingerprintOf(provider.key, person.id);
  const isKnown = actor.user !== null || (await documents.findOne('identities', { fingerprint })) !== null;
  // Nobody knows it: it only keeps the account from counting as one without a password.
  const hash = isKnown ? '' : await connections.passwords.hash(newSecret(20));
  const prepared = await prepareSession(call, { provider: provider.key, providerUid: person.id });
  const session = { ...prepared, row: { ...prepared.row, ...tokenFields(tokens) } };
  let userId = '';
  await call.write(
    async (writing) => {
      const user = await linkUser(call, writing, { provider: provider.key, person, hash });
      if (actor.kind === 'user' && actor.session) {
        const replaced = await writing.documents.get('sessions', actor.session.id, { lock: true });
        if (replaced) await writing.documents.delete('sessions', replaced.$id);
        writing.reroll(user.$id);
      }
      const view = await insertSession(call, writing, user, session);
      writing.payload(view, { model: 'session' });
      userId = user.$id;
    },
    { duplicate: 'user_already_exists' },
  );
  return { secret: session.secret, userId };
}
