import { path, query, rules, writeCookie } from '@plinth/http';
import { FAILURE_PATH, openApp, providerKeys, refuseForeignPage, SUCCESS_PATH, sendOn } from '../../../../oauth/app.js';
import { authorizeUrl } from '../../../../oauth/flow.js';
import { STATE_MILLISECONDS, signState, verifierOf } from '../../../../oauth/state.js';
import { route } from '../../../../route.js';
import { nonceCookie } from './cookie.js';

export const createOAuth2Session = route({
  name: 'account.createOAuth2Session',
  method: 'GET',
  path: '/account/sessions/oauth2/:provider',
  summary: 'Send a browser to a provider to sign in there',
  scope: 'public',
  auth: [],
  errorPage: true,
  rateLimit: { limit: 50, seconds: 3600, keys: ['ip:{ip}'] },
  params: {
    provider: path(rules.oneOf(providerKeys), 'Key of the provider.'),
    success: query(rules.text(0, 0), 'Page after signing in, on a host of the project.').optional(''),
    failure: query(rules.text(0, 0), 'Page after a failure, on a host of the project.').optional(''),
    scopes: query(rules.arrayOf(rules.text(4096), 100), 'Scopes to ask for besides the usual ones.').optional([]),
  },
  response: { status: 301, model: 'none' },
  async action(call) {
    const { params, project, connections, cookies } = call;
    const { provider } = params;
    const pages = { success: params.success ?? '', failure: params.failure ?? '' };
    for (const [name, url] of Object.entries(pages)) if (url !== '') refuseForeignPage(call, name, url);
    const app = await openApp(call, provider);
    const { state, nonce } = signState(
      connections.secrets,
      { projectId: project.id, provider },
      {
        success: pages.success || `${app.self}${SUCCESS_PATH}`,
        failure: pages.failure || `${app.self}${FAILURE_PATH}`,
      },
    );
    const secure = call.sender.protocol === 'https';
    cookies.push(
      writeCookie(nonceCookie(nonce), nonce, {
        expires: new Date(Date.now() + STATE_MILLISECONDS),
        domain: '',
        secure,
        ...(secure ? { sameSite: 'None' as const } : {}),
      }),
    );
    const verifier = verifierOf(connections.secrets, nonce);
    sendOn(call, authorizeUrl(app, { state, scopes: params.scopes ?? [], verifier }));
  },
});
