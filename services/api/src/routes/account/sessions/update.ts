import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { findProvider, type OAuthCall, openApp, sendTo } from '../../../oauth/app.js';
import { ProviderError, refreshTokens, type Tokens, tokenFields } from '../../../oauth/flow.js';
import { route } from '../../../route.js';
import { isCurrent, ownSession } from './own.js';
import { type SessionRow, sessionView } from './session.js';

export const updateSession = route({
  name: 'account.updateSession',
  method: 'PATCH',
  path: '/account/sessions/:sessionId',
  summary: "Renew the provider's tokens of a session",
  scope: 'account',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},ip:{ip}'] },
  params: { sessionId: path(rules.uid(), 'ID of the session, or `current`.') },
  response: { status: 200, model: 'session' },
  event: 'users.[userId].sessions.[sessionId].update',
  audit: { event: 'session.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { sessionId } = call.params;
    const seen = await ownSession(call, call.documents, sessionId);
    const tokens = await renew(call, seen);
    return call.write(async (writing) => {
      const before = await ownSession(call, writing.documents, sessionId, true);
      const { row } = await writing.documents.update('sessions', before.$id, {
        ...tokenFields(tokens),
        // Some providers keep to the one that they gave at first.
        ...(tokens.refreshToken === '' ? { providerRefreshToken: before.providerRefreshToken } : {}),
      });
      writing.ids({ userId: before.userId, sessionId: before.$id });
      return sessionView(call, row, isCurrent(call, row));
    });
  },
});

async function renew(call: OAuthCall & Pick<Call, 'connections'>, session: SessionRow): Promise<Tokens> {
  const { provider, providerRefreshToken } = session;
  if (!findProvider(provider)) throw new AppError('project_provider_unsupported');
  const app = await openApp(call, provider, { enabled: false });
  try {
    return await refreshTokens(app, providerRefreshToken, sendTo(call, app));
  } catch (cause) {
    const isRefused = cause instanceof ProviderError && cause.code === 'invalid_grant';
    throw new AppError(isRefused ? 'user_unauthorized' : 'general_server_error', { cause });
  }
}
