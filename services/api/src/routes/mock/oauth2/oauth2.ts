/**
 * The provider `mock`, which knows one user and lets it in. Tests of client libraries sign in through it; its values
 * are those that they expect. It is there only where an operator has asked for it.
 */
import { AppError, stringifyJson } from '@plinth/definitions';
import { query, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { sendOn, withQuery } from '../../../oauth/app.js';
import { STATE_MAX } from '../../../oauth/state.js';
import { RawReply } from '../../../raw-reply.js';
import { route } from '../../../route.js';

const CODE = 'abcdef';
const ACCESS_TOKEN = '123456';
const REFRESH_TOKEN = 'tuvwxyz';
const USER = { id: 1, name: 'User Name', email: 'useroauth@localhost.test' };

const PATH = '/mock/tests/general/oauth2';
const common = { method: 'GET', scope: 'public', auth: [], hidden: true } as const;
const answer = { status: 200, model: 'none' } as const;

function requireMock({ connections }: Pick<Call, 'connections'>): void {
  if (!connections.config.oauth.mock) throw new AppError('general_route_not_found');
}

const json = (value: object) =>
  new RawReply(stringifyJson(value), { 'Content-Type': 'application/json; charset=UTF-8' });

const authorizeMock = route({
  ...common,
  name: 'mock.authorizeOAuth2',
  path: PATH,
  summary: 'Let the user of the mock provider in',
  params: {
    client_id: query(rules.text(100), 'ID of the app.'),
    redirect_uri: query(rules.platformUrl(), 'Where the code goes.'),
    scope: query(rules.text(100), 'Scopes.'),
    state: query(rules.text(STATE_MAX), 'Comes back as it is.'),
  },
  response: { status: 301, model: 'none' },
  action(call) {
    requireMock(call);
    sendOn(call, withQuery(call.params.redirect_uri, { code: CODE, state: call.params.state }));
  },
});

const tokenMock = route({
  ...common,
  name: 'mock.tokenOAuth2',
  path: `${PATH}/token`,
  summary: 'Tokens of the mock provider',
  params: {
    client_id: query(rules.text(100), 'ID of the app.'),
    client_secret: query(rules.text(100), 'Secret of the app.'),
    grant_type: query(rules.oneOf(['refresh_token', 'authorization_code'], true), 'What is redeemed.').optional(
      'authorization_code',
    ),
    redirect_uri: query(rules.platformUrl(), 'Where the code went.').optional(''),
    code: query(rules.text(100), 'The code.').optional(''),
    refresh_token: query(rules.text(100), 'The refresh token.').optional(''),
  },
  response: answer,
  action(call) {
    requireMock(call);
    const { grant_type: kind, code, refresh_token: refreshToken } = call.params;
    const isGood = kind === 'refresh_token' ? refreshToken === REFRESH_TOKEN : code === CODE;
    if (!isGood) throw new AppError('general_mock', { message: `The mock provider did not give out this ${kind}.` });
    return json({ access_token: ACCESS_TOKEN, refresh_token: REFRESH_TOKEN, expires_in: 14_400 });
  },
});

const userMock = route({
  ...common,
  name: 'mock.userOAuth2',
  path: `${PATH}/user`,
  summary: 'The user of the mock provider',
  params: { token: query(rules.text(100), 'The access token.') },
  response: answer,
  action(call) {
    requireMock(call);
    if (call.params.token !== ACCESS_TOKEN)
      throw new AppError('general_mock', { message: 'The mock provider did not give out this token.' });
    return json(USER);
  },
});

const successMock = route({
  ...common,
  name: 'mock.successOAuth2',
  path: `${PATH}/success`,
  summary: 'A page after signing in',
  params: {},
  response: answer,
  action(call) {
    requireMock(call);
    return json({ result: 'success' });
  },
});

const failureMock = route({
  ...common,
  name: 'mock.failureOAuth2',
  path: `${PATH}/failure`,
  summary: 'A page after a failure',
  params: {},
  response: { status: 400, model: 'none' },
  action(call) {
    requireMock(call);
    return json({ result: 'failure' });
  },
});

export const mockOAuth2Routes = [authorizeMock, tokenMock, userMock, successMock, failureMock];
