/**
 * OAuth2 providers, in the order of the contract. Over 300 lines because it is one table: what differs between them is
 * data, and one flow works on it. `{name}` in a text stands for the app's ID or secret, a field of the secret, a field
 * of the token answer, or `self`, the address of this server.
 */

export interface OAuthProvider {
  readonly key: string;
  /** As people know it. The project model shows the key, capitalized, instead. */
  readonly name: string;
  /** For tests only. */
  readonly isMock?: boolean;
  /** Fields of a secret that is JSON, each with its default; empty is required. */
  readonly secretFields?: Readonly<Record<string, string>>;
  readonly authorize: {
    readonly url: string;
    /** What is sent of `client_id`, `redirect_uri`, `scope` and `state`. */
    readonly params: readonly string[];
    readonly fixed?: Readonly<Record<string, string>>;
  };
  readonly scopes: readonly string[];
  /** A space where nothing else is said. */
  readonly scopeJoin?: string;
  /** Whether it checks that the code is redeemed by who asked for it. */
  readonly pkce?: boolean;
  readonly token: {
    readonly url: string;
    readonly method?: 'GET';
    /** Where the app's ID and secret go; `none` sends the ID alone. */
    readonly auth: 'body' | 'query' | 'basic' | 'none';
    /** What is sent besides them of `code`, `grant_type`, `redirect_uri`, `scope` and `state`. */
    readonly params: readonly string[];
    readonly refreshUrl?: string;
  };
  /** Requests that tell about the user; without any the ID token does. */
  readonly requests: readonly OAuthUserRequest[];
  /** Paths into the answers, see `services/api/src/oauth/paths.ts`. */
  readonly user: {
    readonly id: string;
    readonly email: string;
    /** Several are joined by a space. */
    readonly name: string | readonly string[];
    /** True where the provider hands out none but verified addresses, false where it asserts nothing. */
    readonly verified: string | boolean | { readonly present: string };
  };
}

export interface OAuthUserRequest {
  readonly url: string;
  readonly method?: 'POST';
  /** How the access token is shown: as a header of this scheme, or as the query parameter behind the colon. */
  readonly auth: 'bearer' | 'token' | `query:${string}`;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const oauthProviders = [
  {
    key: 'amazon',
    name: 'Amazon',
    authorize: {
      url: 'https://www.amazon.com/ap/oa',
      params: ['client_id', 'scope', 'state', 'redirect_uri'],
      fixed: { response_type: 'code' },
    },
    scopes: ['profile'],
    token: {
      url: 'https://api.amazon.com/auth/o2/token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'grant_type'],
    },
    requests: [{ url: 'https://api.amazon.com/user/profile', auth: 'query:access_token' }],
    user: { id: 'user_id', email: 'email', name: 'name', verified: false },
  },
  {
    key: 'apple',
    name: 'Apple',
    secretFields: { p8: '', keyID: '', teamID: '' },
    authorize: {
      url: 'https://appleid.apple.com/auth/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code', response_mode: 'form_post' },
    },
    scopes: ['name', 'email'],
    token: {
      url: 'https://appleid.apple.com/auth/token',
      auth: 'body',
      params: ['grant_type', 'code', 'redirect_uri'],
    },
    requests: [],
    user: { id: 'idToken:sub', email: 'idToken:email', name: 'idToken:email', verified: 'idToken:email_verified' },
  },
  {
    key: 'auth0',
    name: 'Auth0',
    secretFields: { clientSecret: '', auth0Domain: '' },
    authorize: {
      url: 'https://{auth0Domain}/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    pkce: true,
    token: {
      url: 'https://{auth0Domain}/oauth/token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'scope', 'grant_type'],
    },
    requests: [{ url: 'https://{auth0Domain}/userinfo', auth: 'bearer' }],
    user: { id: 'sub', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'authentik',
    name: 'Authentik',
    secretFields: { clientSecret: '', authentikDomain: '' },
    authorize: {
      url: 'https://{authentikDomain}/application/o/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    pkce: true,
    token: {
      url: 'https://{authentikDomain}/application/o/token/',
      auth: 'body',
      params: ['code', 'redirect_uri', 'scope', 'grant_type'],
    },
    requests: [{ url: 'https://{authentikDomain}/application/o/userinfo/', auth: 'bearer' }],
    user: { id: 'sub', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'autodesk',
    name: 'Autodesk',
    authorize: {
      url: 'https://developer.api.autodesk.com/authentication/v1/authorize',
      params: ['client_id', 'scope', 'state', 'redirect_uri'],
      fixed: { response_type: 'code' },
    },
    scopes: ['user-profile:read'],
    token: {
      url: 'https://developer.api.autodesk.com/authentication/v1/gettoken',
      auth: 'body',
      params: ['redirect_uri', 'code', 'grant_type'],
      refreshUrl: 'https://developer.api.autodesk.com/authentication/v1/refreshtoken',
    },
    requests: [{ url: 'https://developer.api.autodesk.com/userprofile/v1/users/@me', auth: 'bearer' }],
    user: { id: 'userId', email: 'emailId', name: 'userName', verified: 'emailVerified' },
  },
  {
    key: 'bitbucket',
    name: 'BitBucket',
    authorize: {
      url: 'https://bitbucket.org/site/oauth2/authorize',
      params: ['client_id', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: [],
    token: { url: 'https://bitbucket.org/site/oauth2/access_token', auth: 'body', params: ['code', 'grant_type'] },
    requests: [
      { url: 'https://api.bitbucket.org/2.0/user', auth: 'query:access_token' },
      { url: 'https://api.bitbucket.org/2.0/user/emails', auth: 'query:access_token' },
    ],
    user: {
      id: 'uuid',
      email: 'second:values[is_confirmed].email',
      name: 'display_name',
      verified: 'second:values[is_confirmed].is_confirmed',
    },
  },
  {
    key: 'bitly',
    name: 'Bitly',
    authorize: { url: 'https://bitly.com/oauth/authorize', params: ['client_id', 'redirect_uri', 'state'] },
    scopes: [],
    token: {
      url: 'https://api-ssl.bitly.com/oauth/access_token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'state'],
    },
    requests: [{ url: 'https://api-ssl.bitly.com/v4/user', auth: 'bearer' }],
    user: {
      id: 'login',
      email: 'emails[is_verified].email',
      name: 'name',
      verified: 'emails[is_verified].is_verified',
    },
  },
  {
    key: 'box',
    name: 'Box',
    authorize: {
      url: 'https://account.box.com/api/oauth2/authorize',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['manage_app_users'],
    token: {
      url: 'https://account.box.com/api/oauth2/token',
      auth: 'body',
      params: ['code', 'grant_type', 'scope', 'redirect_uri'],
    },
    requests: [{ url: 'https://api.box.com/2.0/me', auth: 'bearer' }],
    user: { id: 'id', email: 'login', name: 'name', verified: false },
  },
  {
    key: 'dailymotion',
    name: 'Dailymotion',
    authorize: {
      url: 'https://www.dailymotion.com/oauth/authorize',
      params: ['client_id', 'state', 'redirect_uri', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['userinfo', 'email'],
    token: {
      url: 'https://api.dailymotion.com/oauth/token',
      auth: 'body',
      params: ['grant_type', 'redirect_uri', 'code', 'scope'],
    },
    requests: [
      { url: 'https://api.dailymotion.com/user/me', auth: 'bearer', query: { fields: 'email,id,fullname,verified' } },
    ],
    user: { id: 'id', email: 'email', name: 'fullname', verified: false },
  },
  {
    key: 'discord',
    name: 'Discord',
    authorize: {
      url: 'https://discordapp.com/api/oauth2/authorize',
      params: ['client_id', 'state', 'scope', 'redirect_uri'],
      fixed: { response_type: 'code' },
    },
    scopes: ['identify', 'email'],
    token: {
      url: 'https://discordapp.com/api/oauth2/token',
      auth: 'body',
      params: ['grant_type', 'code', 'redirect_uri', 'scope'],
    },
    requests: [{ url: 'https://discordapp.com/api/users/@me', auth: 'bearer' }],
    user: { id: 'id', email: 'email', name: 'username', verified: 'verified' },
  },
  {
    key: 'disqus',
    name: 'Disqus',
    authorize: {
      url: 'https://disqus.com/api/oauth/2.0/authorize/',
      params: ['client_id', 'state', 'redirect_uri', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['read', 'email'],
    scopeJoin: ',',
    token: {
      url: 'https://disqus.com/api/oauth/2.0/access_token/',
      auth: 'body',
      params: ['grant_type', 'redirect_uri', 'code', 'scope'],
    },
    requests: [
      {
        url: 'https://disqus.com/api/3.0/users/details.json',
        auth: 'query:access_token',
        query: { api_key: '{appId}', api_secret: '{secret}' },
      },
    ],
    user: { id: 'response.id', email: 'response.email', name: 'response.name', verified: false },
  },
  {
    key: 'dropbox',
    name: 'Dropbox',
    authorize: {
      url: 'https://www.dropbox.com/oauth2/authorize',
      params: ['client_id', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: [],
    token: {
      url: 'https://api.dropboxapi.com/oauth2/token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'grant_type'],
    },
    requests: [{ url: 'https://api.dropboxapi.com/2/users/get_current_account', method: 'POST', auth: 'bearer' }],
    user: { id: 'account_id', email: 'email', name: 'name.display_name', verified: 'email_verified' },
  },
  {
    key: 'etsy',
    name: 'Etsy',
    authorize: {
      url: 'https://www.etsy.com/oauth/connect/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['email_r', 'profile_r'],
    pkce: true,
    token: {
      url: 'https://api.etsy.com/v3/public/oauth/token',
      auth: 'none',
      params: ['grant_type', 'redirect_uri', 'code'],
    },
    requests: [
      {
        url: 'https://api.etsy.com/v3/application/users/{userId}',
        auth: 'bearer',
        headers: { 'x-api-key': '{appId}' },
      },
    ],
    user: { id: 'token:userId', email: 'primary_email', name: 'login_name', verified: false },
  },
  {
    key: 'facebook',
    name: 'Facebook',
    authorize: {
      url: 'https://www.facebook.com/v2.8/dialog/oauth',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
    },
    scopes: ['email'],
    token: {
      url: 'https://graph.facebook.com/v2.8/oauth/access_token',
      method: 'GET',
      auth: 'query',
      params: ['redirect_uri', 'code'],
    },
    requests: [
      { url: 'https://graph.facebook.com/v2.8/me', auth: 'query:access_token', query: { fields: 'email,name' } },
    ],
    user: { id: 'id', email: 'email', name: 'name', verified: true },
  },
  {
    key: 'github',
    name: 'GitHub',
    authorize: {
      url: 'https://github.com/login/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
    },
    scopes: ['user:email'],
    token: { url: 'https://github.com/login/oauth/access_token', auth: 'body', params: ['redirect_uri', 'code'] },
    requests: [
      { url: 'https://api.github.com/user', auth: 'token' },
      { url: 'https://api.github.com/user/emails', auth: 'token' },
    ],
    user: { id: 'id', email: 'second:[verified].email', name: 'name', verified: 'second:[verified].verified' },
  },
  {
    key: 'gitlab',
    name: 'GitLab',
    secretFields: { clientSecret: '', endpoint: 'https://gitlab.com' },
    authorize: {
      url: '{endpoint}/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['read_user'],
    pkce: true,
    token: { url: '{endpoint}/oauth/token', auth: 'query', params: ['code', 'redirect_uri', 'grant_type'] },
    requests: [{ url: '{endpoint}/api/v4/user', auth: 'query:access_token' }],
    user: { id: 'id', email: 'email', name: 'name', verified: { present: 'confirmed_at' } },
  },
  {
    key: 'google',
    name: 'Google',
    authorize: {
      url: 'https://accounts.google.com/o/oauth2/v2/auth',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: [
      'https://www.googleapis.com/auth/userinfo.email',
      'https://www.googleapis.com/auth/userinfo.profile',
      'openid',
    ],
    pkce: true,
    token: {
      url: 'https://oauth2.googleapis.com/token',
      auth: 'query',
      params: ['code', 'redirect_uri', 'grant_type'],
    },
    requests: [{ url: 'https://www.googleapis.com/oauth2/v3/userinfo', auth: 'query:access_token' }],
    user: { id: 'sub', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'linkedin',
    name: 'LinkedIn',
    authorize: {
      url: 'https://www.linkedin.com/oauth/v2/authorization',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['r_liteprofile', 'r_emailaddress'],
    token: {
      url: 'https://www.linkedin.com/oauth/v2/accessToken',
      auth: 'body',
      params: ['grant_type', 'code', 'redirect_uri'],
    },
    requests: [
      { url: 'https://api.linkedin.com/v2/me', auth: 'bearer' },
      {
        url: 'https://api.linkedin.com/v2/emailAddress',
        auth: 'bearer',
        query: { q: 'members', projection: '(elements*(handle~))' },
      },
    ],
    user: {
      id: 'id',
      email: 'second:elements.0.handle~.emailAddress',
      name: ['localizedFirstName', 'localizedLastName'],
      verified: true,
    },
  },
  {
    key: 'microsoft',
    name: 'Microsoft',
    secretFields: { clientSecret: '', tenantID: 'common' },
    authorize: {
      url: 'https://login.microsoftonline.com/{tenantID}/oauth2/v2.0/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code', response_mode: 'query' },
    },
    scopes: ['offline_access', 'user.read'],
    pkce: true,
    token: {
      url: 'https://login.microsoftonline.com/{tenantID}/oauth2/v2.0/token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'scope', 'grant_type'],
    },
    requests: [{ url: 'https://graph.microsoft.com/v1.0/me', auth: 'bearer' }],
    user: { id: 'id', email: 'userPrincipalName', name: 'displayName', verified: false },
  },
  {
    key: 'notion',
    name: 'Notion',
    authorize: {
      url: 'https://api.notion.com/v1/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'state'],
      fixed: { response_type: 'code', owner: 'user' },
    },
    scopes: [],
    token: {
      url: 'https://api.notion.com/v1/oauth/token',
      auth: 'basic',
      params: ['grant_type', 'redirect_uri', 'code'],
    },
    requests: [
      { url: 'https://api.notion.com/v1/users/me', auth: 'bearer', headers: { 'Notion-Version': '2021-08-16' } },
    ],
    user: {
      id: 'bot.owner.user.id',
      email: 'bot.owner.user.person.email',
      name: 'bot.owner.user.name',
      verified: false,
    },
  },
  {
    key: 'okta',
    name: 'Okta',
    secretFields: { clientSecret: '', oktaDomain: '', authorizationServerId: 'default' },
    authorize: {
      url: 'https://{oktaDomain}/oauth2/{authorizationServerId}/v1/authorize',
      params: ['client_id', 'redirect_uri', 'state', 'scope'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    pkce: true,
    token: {
      url: 'https://{oktaDomain}/oauth2/{authorizationServerId}/v1/token',
      auth: 'body',
      params: ['code', 'redirect_uri', 'scope', 'grant_type'],
    },
    requests: [{ url: 'https://{oktaDomain}/oauth2/{authorizationServerId}/v1/userinfo', auth: 'bearer' }],
    user: { id: 'sub', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'paypal',
    name: 'PayPal',
    authorize: {
      url: 'https://www.paypal.com/connect/',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { flowEntry: 'static', response_type: 'code' },
    },
    scopes: ['openid', 'profile', 'email'],
    token: { url: 'https://api.paypal.com/v1/oauth2/token', auth: 'basic', params: ['code', 'grant_type'] },
    requests: [
      { url: 'https://api.paypal.com/v1/identity/oauth2/userinfo', auth: 'bearer', query: { schema: 'paypalv1.1' } },
    ],
    user: { id: 'payer_id', email: 'emails[primary].value', name: 'name', verified: 'verified_account' },
  },
  {
    key: 'paypalSandbox',
    name: 'PayPal',
    authorize: {
      url: 'https://www.sandbox.paypal.com/connect/',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { flowEntry: 'static', response_type: 'code' },
    },
    scopes: ['openid', 'profile', 'email'],
    token: { url: 'https://api.sandbox.paypal.com/v1/oauth2/token', auth: 'basic', params: ['code', 'grant_type'] },
    requests: [
      {
        url: 'https://api.sandbox.paypal.com/v1/identity/oauth2/userinfo',
        auth: 'bearer',
        query: { schema: 'paypalv1.1' },
      },
    ],
    user: { id: 'payer_id', email: 'emails[primary].value', name: 'name', verified: 'verified_account' },
  },
  {
    key: 'podio',
    name: 'Podio',
    authorize: { url: 'https://podio.com/oauth/authorize', params: ['client_id', 'state', 'redirect_uri'] },
    scopes: [],
    token: { url: 'https://api.podio.com/oauth/token', auth: 'body', params: ['grant_type', 'code', 'redirect_uri'] },
    requests: [
      { url: 'https://api.podio.com/user', auth: 'bearer' },
      { url: 'https://api.podio.com/user/profile', auth: 'bearer' },
    ],
    user: { id: 'user_id', email: 'mail', name: 'second:name', verified: 'mails[mail=mail].verified' },
  },
  {
    key: 'salesforce',
    name: 'Salesforce',
    authorize: {
      url: 'https://login.salesforce.com/services/oauth2/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid'],
    pkce: true,
    token: {
      url: 'https://login.salesforce.com/services/oauth2/token',
      auth: 'basic',
      params: ['code', 'redirect_uri', 'grant_type'],
    },
    requests: [{ url: 'https://login.salesforce.com/services/oauth2/userinfo', auth: 'query:access_token' }],
    user: { id: 'user_id', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'slack',
    name: 'Slack',
    authorize: { url: 'https://slack.com/oauth/authorize', params: ['client_id', 'scope', 'redirect_uri', 'state'] },
    scopes: ['identity.avatar', 'identity.basic', 'identity.email', 'identity.team'],
    token: {
      url: 'https://slack.com/api/oauth.access',
      method: 'GET',
      auth: 'query',
      params: ['code', 'redirect_uri'],
    },
    requests: [{ url: 'https://slack.com/api/users.identity', auth: 'query:token' }],
    user: { id: 'user.id', email: 'user.email', name: 'user.name', verified: true },
  },
  {
    key: 'spotify',
    name: 'Spotify',
    authorize: {
      url: 'https://accounts.spotify.com/authorize',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['user-read-email'],
    pkce: true,
    token: {
      url: 'https://accounts.spotify.com/api/token',
      auth: 'basic',
      params: ['code', 'grant_type', 'redirect_uri'],
    },
    requests: [{ url: 'https://api.spotify.com/v1/me', auth: 'bearer' }],
    user: { id: 'id', email: 'email', name: 'display_name', verified: false },
  },
  {
    key: 'stripe',
    name: 'Stripe',
    authorize: {
      url: 'https://connect.stripe.com/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['read_write'],
    token: { url: 'https://connect.stripe.com/oauth/token', auth: 'body', params: ['grant_type', 'code'] },
    requests: [{ url: 'https://api.stripe.com/v1/accounts/{stripe_user_id}', auth: 'bearer' }],
    user: { id: 'id', email: 'email', name: 'name', verified: false },
  },
  {
    key: 'tradeshift',
    name: 'Tradeshift',
    authorize: {
      url: 'https://api.tradeshift.com/tradeshift/auth/login',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid', 'offline'],
    token: { url: 'https://api.tradeshift.com/tradeshift/auth/token', auth: 'basic', params: ['grant_type', 'code'] },
    requests: [{ url: 'https://api.tradeshift.com/tradeshift/rest/external/account/info/user', auth: 'bearer' }],
    user: { id: 'Id', email: 'Username', name: ['FirstName', 'LastName'], verified: false },
  },
  {
    key: 'tradeshiftBox',
    name: 'Tradeshift',
    authorize: {
      url: 'https://api-sandbox.tradeshift.com/tradeshift/auth/login',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['openid', 'offline'],
    token: {
      url: 'https://api-sandbox.tradeshift.com/tradeshift/auth/token',
      auth: 'basic',
      params: ['grant_type', 'code'],
    },
    requests: [
      { url: 'https://api-sandbox.tradeshift.com/tradeshift/rest/external/account/info/user', auth: 'bearer' },
    ],
    user: { id: 'Id', email: 'Username', name: ['FirstName', 'LastName'], verified: false },
  },
  {
    key: 'twitch',
    name: 'Twitch',
    authorize: {
      url: 'https://id.twitch.tv/oauth2/authorize',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code', force_verify: '1' },
    },
    scopes: ['user:read:email'],
    token: { url: 'https://id.twitch.tv/oauth2/token', auth: 'query', params: ['code', 'grant_type', 'redirect_uri'] },
    requests: [{ url: 'https://api.twitch.tv/helix/users', auth: 'bearer', headers: { 'Client-Id': '{appId}' } }],
    user: { id: 'data.0.id', email: 'data.0.email', name: 'data.0.display_name', verified: true },
  },
  {
    key: 'wordpress',
    name: 'WordPress',
    authorize: {
      url: 'https://public-api.wordpress.com/oauth2/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['auth'],
    token: {
      url: 'https://public-api.wordpress.com/oauth2/token',
      auth: 'body',
      params: ['redirect_uri', 'grant_type', 'code'],
    },
    requests: [{ url: 'https://public-api.wordpress.com/rest/v1/me', auth: 'bearer' }],
    user: { id: 'ID', email: 'email', name: 'username', verified: 'email_verified' },
  },
  {
    key: 'yahoo',
    name: 'Yahoo',
    authorize: {
      url: 'https://api.login.yahoo.com/oauth2/request_auth',
      params: ['client_id', 'scope', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['sdct-r', 'sdpp-w'],
    token: {
      url: 'https://api.login.yahoo.com/oauth2/get_token',
      auth: 'basic',
      params: ['code', 'grant_type', 'redirect_uri'],
    },
    requests: [{ url: 'https://api.login.yahoo.com/openid/v1/userinfo', auth: 'bearer' }],
    user: { id: 'sub', email: 'email', name: 'name', verified: 'email_verified' },
  },
  {
    key: 'yammer',
    name: 'Yammer',
    authorize: {
      url: 'https://www.yammer.com/oauth2/oauth2/authorize',
      params: ['client_id', 'redirect_uri', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: [],
    token: { url: 'https://www.yammer.com/oauth2/access_token', auth: 'body', params: ['code', 'grant_type'] },
    requests: [{ url: 'https://www.yammer.com/api/v1/users/current.json', auth: 'bearer' }],
    user: { id: 'id', email: 'email', name: 'full_name', verified: false },
  },
  {
    key: 'yandex',
    name: 'Yandex',
    authorize: {
      url: 'https://oauth.yandex.com/authorize',
      params: ['client_id', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: [],
    token: { url: 'https://oauth.yandex.com/token', auth: 'basic', params: ['code', 'grant_type'] },
    requests: [{ url: 'https://login.yandex.ru/info', auth: 'query:oauth_token', query: { format: 'json' } }],
    user: { id: 'id', email: 'default_email', name: 'display_name', verified: false },
  },
  {
    key: 'zoom',
    name: 'Zoom',
    authorize: {
      url: 'https://zoom.us/oauth/authorize',
      params: ['client_id', 'redirect_uri', 'scope', 'state'],
      fixed: { response_type: 'code' },
    },
    scopes: ['user_info:read'],
    token: { url: 'https://zoom.us/oauth/token', auth: 'basic', params: ['grant_type', 'redirect_uri', 'code'] },
    requests: [{ url: 'https://api.zoom.us/v2/users/me', auth: 'bearer' }],
    user: { id: 'id', email: 'email', name: ['first_name', 'last_name'], verified: 'verified' },
  },
  {
    key: 'mock',
    name: 'Mock',
    isMock: true,
    authorize: { url: '{self}/v1/mock/tests/general/oauth2', params: ['client_id', 'redirect_uri', 'scope', 'state'] },
    scopes: ['email'],
    token: {
      url: '{self}/v1/mock/tests/general/oauth2/token',
      method: 'GET',
      auth: 'query',
      params: ['redirect_uri', 'code'],
    },
    requests: [{ url: '{self}/v1/mock/tests/general/oauth2/user', auth: 'query:token' }],
    user: { id: 'id', email: 'email', name: 'name', verified: true },
  },
] as const satisfies readonly OAuthProvider[];

export type OAuthProviderKey = (typeof oauthProviders)[number]['key'];
