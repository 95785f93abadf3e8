/**
 * A sign-in at each provider: what it is sent, what it answers, and the user that comes of it. The answers have the
 * shape that the providers document. Over 300 lines because it is one table.
 */
import type { OAuthProviderKey } from '@plinth/definitions';
import type { ProviderUser } from './paths.js';

export interface Recorded {
  readonly authorize: string;
  readonly token: Readonly<Record<string, unknown>>;
  /** Answers to who the user is, in order. */
  readonly answers: readonly unknown[];
  /** Method and address, the authorization, the body. */
  readonly requests: readonly string[];
  readonly user: ProviderUser;
}

/** Addresses are longer than a line. */
const joined = (...parts: readonly string[]): string => parts.join('');

export const recorded: Readonly<Record<OAuthProviderKey, Recorded>> = {
  amazon: {
    authorize: joined(
      'https://www.amazon.com/ap/oa?client_id=app&scope=profile+more&state=st',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ user_id: 'amzn1.account.A1', email: 'Ann@Mail.test', name: 'Ann Lee' }],
    requests: [
      joined(
        'POST https://api.amazon.com/auth/o2/token | code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&grant_type=authorization_code&client_id=app&client_secret=shh',
      ),
      'GET https://api.amazon.com/user/profile?access_token=tok',
    ],
    user: { id: 'amzn1.account.A1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  apple: {
    authorize: joined(
      'https://appleid.apple.com/auth/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&scope=name+email+more&response_type=code',
      '&response_mode=form_post',
    ),
    token: {
      access_token: 'tok',
      refresh_token: 'again',
      expires_in: 3600,
      id_token: joined(
        'x.eyJhdWQiOiJhcHAiLCJzdWIiOiIwMDEuYWIiLCJlbWFpbCI6ImFubkBtYWlsLnRlc3QiLCJlbWFpbF92ZXJpZmllZCI6I',
        'nRydWUifQ.x',
      ),
    },
    answers: [],
    requests: [
      joined(
        'POST https://appleid.apple.com/auth/token | grant_type=authorization_code&code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&client_id=app&client_secret=SIGNED',
      ),
    ],
    user: { id: '001.ab', email: 'ann@mail.test', name: 'ann@mail.test', isVerified: true },
  },
  auth0: {
    authorize: joined(
      'https://ann.auth0.test/authorize?client_id=app&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&state=st&scope=openid+profile+email+offline_access+more&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ sub: 'auth0|5f', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: true }],
    requests: [
      joined(
        'POST https://ann.auth0.test/oauth/token | code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&scope=openid+profile+email+offline_access&grant_type=authorization_code&code_verifier=v',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://ann.auth0.test/userinfo | Bearer tok',
    ],
    user: { id: 'auth0|5f', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  authentik: {
    authorize: joined(
      'https://id.test/application/o/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st',
      '&scope=openid+profile+email+offline_access+more&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ sub: 'u1', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: false }],
    requests: [
      joined(
        'POST https://id.test/application/o/token/ | code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&scope=openid+profile+email+offline_access&grant_type=authorization_code&code_verifier=v',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://id.test/application/o/userinfo/ | Bearer tok',
    ],
    user: { id: 'u1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  autodesk: {
    authorize: joined(
      'https://developer.api.autodesk.com/authentication/v1/authorize?client_id=app',
      '&scope=user-profile%3Aread+more&state=st&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ userId: 'AD1', userName: 'Ann Lee', emailId: 'Ann@Mail.test', emailVerified: true }],
    requests: [
      joined(
        'POST https://developer.api.autodesk.com/authentication/v1/gettoken | ',
        'redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&grant_type=authorization_code&client_id=app',
        '&client_secret=shh',
      ),
      'GET https://developer.api.autodesk.com/userprofile/v1/users/@me | Bearer tok',
    ],
    user: { id: 'AD1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  bitbucket: {
    authorize: joined(
      'https://bitbucket.org/site/oauth2/authorize?client_id=app&scope=more&state=st',
      '&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      { uuid: '{b-1}', display_name: 'Ann Lee' },
      {
        values: [
          { email: 'old@mail.test', is_confirmed: false },
          { email: 'Ann@Mail.test', is_confirmed: true },
        ],
      },
    ],
    requests: [
      joined(
        'POST https://bitbucket.org/site/oauth2/access_token | code=c&grant_type=authorization_code',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://api.bitbucket.org/2.0/user?access_token=tok',
      'GET https://api.bitbucket.org/2.0/user/emails?access_token=tok',
    ],
    user: { id: '{b-1}', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  bitly: {
    authorize: joined(
      'https://bitly.com/oauth/authorize?client_id=app&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&state=st',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      {
        login: 'ann',
        name: 'Ann Lee',
        emails: [
          { email: 'x@mail.test', is_verified: false },
          { email: 'Ann@Mail.test', is_verified: true },
        ],
      },
    ],
    requests: [
      joined(
        'POST https://api-ssl.bitly.com/oauth/access_token | code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&client_id=app&client_secret=shh',
      ),
      'GET https://api-ssl.bitly.com/v4/user | Bearer tok',
    ],
    user: { id: 'ann', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  box: {
    authorize: joined(
      'https://account.box.com/api/oauth2/authorize?client_id=app&scope=manage_app_users+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ type: 'user', id: '11', login: 'Ann@Mail.test', name: 'Ann Lee' }],
    requests: [
      joined(
        'POST https://account.box.com/api/oauth2/token | code=c&grant_type=authorization_code',
        '&scope=manage_app_users&redirect_uri=https%3A%2F%2Fapi.test%2Fback&client_id=app',
        '&client_secret=shh',
      ),
      'GET https://api.box.com/2.0/me | Bearer tok',
    ],
    user: { id: '11', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  dailymotion: {
    authorize: joined(
      'https://www.dailymotion.com/oauth/authorize?client_id=app&state=st',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=userinfo+email+more&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 'x1a', email: 'Ann@Mail.test', fullname: 'Ann Lee', verified: true }],
    requests: [
      joined(
        'POST https://api.dailymotion.com/oauth/token | grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&scope=userinfo+email&client_id=app',
        '&client_secret=shh',
      ),
      'GET https://api.dailymotion.com/user/me?fields=email%2Cid%2Cfullname%2Cverified | Bearer tok',
    ],
    user: { id: 'x1a', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  discord: {
    authorize: joined(
      'https://discordapp.com/api/oauth2/authorize?client_id=app&state=st&scope=identify+email+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: '80351110224678912', username: 'Ann Lee', email: 'Ann@Mail.test', verified: true }],
    requests: [
      joined(
        'POST https://discordapp.com/api/oauth2/token | grant_type=authorization_code&code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=identify+email&client_id=app',
        '&client_secret=shh',
      ),
      'GET https://discordapp.com/api/users/@me | Bearer tok',
    ],
    user: { id: '80351110224678912', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  disqus: {
    authorize: joined(
      'https://disqus.com/api/oauth/2.0/authorize/?client_id=app&state=st',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=read%2Cemail%2Cmore&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ code: 0, response: { id: '76', email: 'Ann@Mail.test', name: 'Ann Lee' } }],
    requests: [
      joined(
        'POST https://disqus.com/api/oauth/2.0/access_token/ | grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&scope=read%2Cemail&client_id=app',
        '&client_secret=shh',
      ),
      'GET https://disqus.com/api/3.0/users/details.json?api_key=app&api_secret=shh&access_token=tok',
    ],
    user: { id: '76', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  dropbox: {
    authorize: joined(
      'https://www.dropbox.com/oauth2/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      { account_id: 'dbid:1', name: { display_name: 'Ann Lee' }, email: 'Ann@Mail.test', email_verified: true },
    ],
    requests: [
      joined(
        'POST https://api.dropboxapi.com/oauth2/token | code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&grant_type=authorization_code&client_id=app',
        '&client_secret=shh',
      ),
      'POST https://api.dropboxapi.com/2/users/get_current_account | Bearer tok',
    ],
    user: { id: 'dbid:1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  etsy: {
    authorize: joined(
      'https://www.etsy.com/oauth/connect/oauth/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&scope=email_r+profile_r+more',
      '&response_type=code&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA',
      '&code_challenge_method=S256',
    ),
    token: { access_token: '77.tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ user_id: 77, primary_email: 'Ann@Mail.test', login_name: 'Ann Lee' }],
    requests: [
      joined(
        'POST https://api.etsy.com/v3/public/oauth/token | grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&code_verifier=v&client_id=app',
      ),
      'GET https://api.etsy.com/v3/application/users/77 | Bearer 77.tok',
    ],
    user: { id: '77', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  facebook: {
    authorize: joined(
      'https://www.facebook.com/v2.8/dialog/oauth?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=email+more&state=st',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: '10', email: 'Ann@Mail.test', name: 'Ann Lee' }],
    requests: [
      joined(
        'GET https://graph.facebook.com/v2.8/oauth/access_token',
        '?redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&client_id=app&client_secret=shh',
      ),
      'GET https://graph.facebook.com/v2.8/me?fields=email%2Cname&access_token=tok',
    ],
    user: { id: '10', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  github: {
    authorize: joined(
      'https://github.com/login/oauth/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=user%3Aemail+more&state=st',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      { id: 583231, login: 'ann', name: 'Ann Lee', email: null },
      [
        { email: 'old@mail.test', verified: false, primary: false },
        { email: 'Ann@Mail.test', verified: true, primary: true },
      ],
    ],
    requests: [
      joined(
        'POST https://github.com/login/oauth/access_token | redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&code=c&client_id=app&client_secret=shh',
      ),
      'GET https://api.github.com/user | token tok',
      'GET https://api.github.com/user/emails | token tok',
    ],
    user: { id: '583231', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  gitlab: {
    authorize: joined(
      'https://git.test/oauth/authorize?client_id=app&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&scope=read_user+more&state=st&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 5, name: 'Ann Lee', email: 'Ann@Mail.test', confirmed_at: '2020-01-01T00:00:00Z' }],
    requests: [
      joined(
        'POST https://git.test/oauth/token?code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&grant_type=authorization_code&code_verifier=v&client_id=app&client_secret=shh',
      ),
      'GET https://git.test/api/v4/user?access_token=tok',
    ],
    user: { id: '5', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  google: {
    authorize: joined(
      'https://accounts.google.com/o/oauth2/v2/auth?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.email+https%3A%2F%2Fwww.googleapis.co',
      'm%2Fauth%2Fuserinfo.profile+openid+more&state=st&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ sub: '1165', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: true }],
    requests: [
      joined(
        'POST https://oauth2.googleapis.com/token?code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&grant_type=authorization_code&code_verifier=v&client_id=app&client_secret=shh',
      ),
      'GET https://www.googleapis.com/oauth2/v3/userinfo?access_token=tok',
    ],
    user: { id: '1165', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  linkedin: {
    authorize: joined(
      'https://www.linkedin.com/oauth/v2/authorization?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=r_liteprofile+r_emailaddress+more&state=st',
      '&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      { id: 'L1', localizedFirstName: 'Ann', localizedLastName: 'Lee' },
      { elements: [{ 'handle~': { emailAddress: 'Ann@Mail.test' }, handle: 'urn:li:emailAddress:1' }] },
    ],
    requests: [
      joined(
        'POST https://www.linkedin.com/oauth/v2/accessToken | grant_type=authorization_code&code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&client_id=app&client_secret=shh',
      ),
      'GET https://api.linkedin.com/v2/me | Bearer tok',
      joined(
        'GET https://api.linkedin.com/v2/emailAddress?q=members',
        '&projection=%28elements*%28handle%7E%29%29 | Bearer tok',
      ),
    ],
    user: { id: 'L1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  microsoft: {
    authorize: joined(
      'https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&scope=offline_access+user.read+more',
      '&response_type=code&response_mode=query',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 'm-1', displayName: 'Ann Lee', userPrincipalName: 'Ann@Mail.test' }],
    requests: [
      joined(
        'POST https://login.microsoftonline.com/tenant/oauth2/v2.0/token | code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=offline_access+user.read',
        '&grant_type=authorization_code&code_verifier=v&client_id=app&client_secret=shh',
      ),
      'GET https://graph.microsoft.com/v1.0/me | Bearer tok',
    ],
    user: { id: 'm-1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  notion: {
    authorize: joined(
      'https://api.notion.com/v1/oauth/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code&owner=user',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      { object: 'user', bot: { owner: { user: { id: 'n-1', name: 'Ann Lee', person: { email: 'Ann@Mail.test' } } } } },
    ],
    requests: [
      joined(
        'POST https://api.notion.com/v1/oauth/token | Basic YXBwOnNoaA== | grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c',
      ),
      'GET https://api.notion.com/v1/users/me | Bearer tok',
    ],
    user: { id: 'n-1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  okta: {
    authorize: joined(
      'https://ann.okta.test/oauth2/server/v1/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st',
      '&scope=openid+profile+email+offline_access+more&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ sub: '00u', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: true }],
    requests: [
      joined(
        'POST https://ann.okta.test/oauth2/server/v1/token | code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=openid+profile+email+offline_access',
        '&grant_type=authorization_code&code_verifier=v&client_id=app&client_secret=shh',
      ),
      'GET https://ann.okta.test/oauth2/server/v1/userinfo | Bearer tok',
    ],
    user: { id: '00u', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  paypal: {
    authorize: joined(
      'https://www.paypal.com/connect/?client_id=app&scope=openid+profile+email+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&flowEntry=static&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      {
        payer_id: 'P1',
        name: 'Ann Lee',
        verified_account: 'true',
        emails: [
          { value: 'x@mail.test', primary: false },
          { value: 'Ann@Mail.test', primary: true },
        ],
      },
    ],
    requests: [
      joined(
        'POST https://api.paypal.com/v1/oauth2/token | Basic YXBwOnNoaA== | code=c',
        '&grant_type=authorization_code',
      ),
      'GET https://api.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1 | Bearer tok',
    ],
    user: { id: 'P1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  paypalSandbox: {
    authorize: joined(
      'https://www.sandbox.paypal.com/connect/?client_id=app&scope=openid+profile+email+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&flowEntry=static&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      {
        payer_id: 'P1',
        name: 'Ann Lee',
        verified_account: 'false',
        emails: [{ value: 'Ann@Mail.test', primary: true }],
      },
    ],
    requests: [
      joined(
        'POST https://api.sandbox.paypal.com/v1/oauth2/token | Basic YXBwOnNoaA== | code=c',
        '&grant_type=authorization_code',
      ),
      'GET https://api.sandbox.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1 | Bearer tok',
    ],
    user: { id: 'P1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  podio: {
    authorize: joined(
      'https://podio.com/oauth/authorize?client_id=app&state=st',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [
      {
        user_id: 9,
        mail: 'Ann@Mail.test',
        mails: [
          { mail: 'x@mail.test', verified: false },
          { mail: 'Ann@Mail.test', verified: true },
        ],
      },
      { name: 'Ann Lee' },
    ],
    requests: [
      joined(
        'POST https://api.podio.com/oauth/token | grant_type=authorization_code&code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&client_id=app&client_secret=shh',
      ),
      'GET https://api.podio.com/user | Bearer tok',
      'GET https://api.podio.com/user/profile | Bearer tok',
    ],
    user: { id: '9', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  salesforce: {
    authorize: joined(
      'https://login.salesforce.com/services/oauth2/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=openid+more&state=st&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ user_id: '005', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: true }],
    requests: [
      joined(
        'POST https://login.salesforce.com/services/oauth2/token | Basic YXBwOnNoaA== | code=c',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&grant_type=authorization_code&code_verifier=v',
      ),
      'GET https://login.salesforce.com/services/oauth2/userinfo?access_token=tok',
    ],
    user: { id: '005', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  slack: {
    authorize: joined(
      'https://slack.com/oauth/authorize?client_id=app',
      '&scope=identity.avatar+identity.basic+identity.email+identity.team+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ ok: true, user: { id: 'U0', name: 'Ann Lee', email: 'Ann@Mail.test' }, team: { id: 'T0' } }],
    requests: [
      joined(
        'GET https://slack.com/api/oauth.access?code=c&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://slack.com/api/users.identity?token=tok',
    ],
    user: { id: 'U0', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  spotify: {
    authorize: joined(
      'https://accounts.spotify.com/authorize?client_id=app&scope=user-read-email+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
      '&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 'ann', display_name: 'Ann Lee', email: 'Ann@Mail.test' }],
    requests: [
      joined(
        'POST https://accounts.spotify.com/api/token | Basic YXBwOnNoaA== | code=c',
        '&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code_verifier=v',
      ),
      'GET https://api.spotify.com/v1/me | Bearer tok',
    ],
    user: { id: 'ann', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  stripe: {
    authorize: joined(
      'https://connect.stripe.com/oauth/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=read_write+more&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600, stripe_user_id: 'acct_1' },
    answers: [{ id: 'acct_1', email: 'Ann@Mail.test', name: 'Ann Lee' }],
    requests: [
      joined(
        'POST https://connect.stripe.com/oauth/token | grant_type=authorization_code&code=c',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://api.stripe.com/v1/accounts/acct_1 | Bearer tok',
    ],
    user: { id: 'acct_1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  tradeshift: {
    authorize: joined(
      'https://api.tradeshift.com/tradeshift/auth/login?client_id=app&scope=openid+offline+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ Id: 't-1', Username: 'Ann@Mail.test', FirstName: 'Ann', LastName: 'Lee' }],
    requests: [
      joined(
        'POST https://api.tradeshift.com/tradeshift/auth/token | Basic YXBwOnNoaA== | ',
        'grant_type=authorization_code&code=c',
      ),
      'GET https://api.tradeshift.com/tradeshift/rest/external/account/info/user | Bearer tok',
    ],
    user: { id: 't-1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  tradeshiftBox: {
    authorize: joined(
      'https://api-sandbox.tradeshift.com/tradeshift/auth/login?client_id=app',
      '&scope=openid+offline+more&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st',
      '&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ Id: 't-1', Username: 'Ann@Mail.test', FirstName: 'Ann', LastName: 'Lee' }],
    requests: [
      joined(
        'POST https://api-sandbox.tradeshift.com/tradeshift/auth/token | Basic YXBwOnNoaA== | ',
        'grant_type=authorization_code&code=c',
      ),
      'GET https://api-sandbox.tradeshift.com/tradeshift/rest/external/account/info/user | Bearer tok',
    ],
    user: { id: 't-1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  twitch: {
    authorize: joined(
      'https://id.twitch.tv/oauth2/authorize?client_id=app&scope=user%3Aread%3Aemail+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code&force_verify=1',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ data: [{ id: '141', login: 'ann', display_name: 'Ann Lee', email: 'Ann@Mail.test' }] }],
    requests: [
      joined(
        'POST https://id.twitch.tv/oauth2/token?code=c&grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&client_id=app&client_secret=shh',
      ),
      'GET https://api.twitch.tv/helix/users | Bearer tok',
    ],
    user: { id: '141', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  wordpress: {
    authorize: joined(
      'https://public-api.wordpress.com/oauth2/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=auth+more&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ ID: 78, username: 'Ann Lee', email: 'Ann@Mail.test', email_verified: true }],
    requests: [
      joined(
        'POST https://public-api.wordpress.com/oauth2/token | redirect_uri=https%3A%2F%2Fapi.test%2Fback',
        '&grant_type=authorization_code&code=c&client_id=app&client_secret=shh',
      ),
      'GET https://public-api.wordpress.com/rest/v1/me | Bearer tok',
    ],
    user: { id: '78', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  yahoo: {
    authorize: joined(
      'https://api.login.yahoo.com/oauth2/request_auth?client_id=app&scope=sdct-r+sdpp-w+more',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ sub: 'Y1', email: 'Ann@Mail.test', name: 'Ann Lee', email_verified: true }],
    requests: [
      joined(
        'POST https://api.login.yahoo.com/oauth2/get_token | Basic YXBwOnNoaA== | code=c',
        '&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      ),
      'GET https://api.login.yahoo.com/openid/v1/userinfo | Bearer tok',
    ],
    user: { id: 'Y1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  yammer: {
    authorize: joined(
      'https://www.yammer.com/oauth2/oauth2/authorize?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 4, email: 'Ann@Mail.test', full_name: 'Ann Lee' }],
    requests: [
      joined(
        'POST https://www.yammer.com/oauth2/access_token | code=c&grant_type=authorization_code',
        '&client_id=app&client_secret=shh',
      ),
      'GET https://www.yammer.com/api/v1/users/current.json | Bearer tok',
    ],
    user: { id: '4', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  yandex: {
    authorize: 'https://oauth.yandex.com/authorize?client_id=app&scope=more&state=st&response_type=code',
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: '100', default_email: 'Ann@Mail.test', display_name: 'Ann Lee' }],
    requests: [
      joined('POST https://oauth.yandex.com/token | Basic YXBwOnNoaA== | code=c&grant_type=authorization_code'),
      'GET https://login.yandex.ru/info?format=json&oauth_token=tok',
    ],
    user: { id: '100', email: 'ann@mail.test', name: 'Ann Lee', isVerified: false },
  },
  zoom: {
    authorize: joined(
      'https://zoom.us/oauth/authorize?client_id=app&redirect_uri=https%3A%2F%2Fapi.test%2Fback',
      '&scope=user_info%3Aread+more&state=st&response_type=code',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 'z1', first_name: 'Ann', last_name: 'Lee', email: 'Ann@Mail.test', verified: 1 }],
    requests: [
      joined(
        'POST https://zoom.us/oauth/token | Basic YXBwOnNoaA== | grant_type=authorization_code',
        '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c',
      ),
      'GET https://api.zoom.us/v2/users/me | Bearer tok',
    ],
    user: { id: 'z1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
  mock: {
    authorize: joined(
      'https://api.test/v1/mock/tests/general/oauth2?client_id=app',
      '&redirect_uri=https%3A%2F%2Fapi.test%2Fback&scope=email+more&state=st',
    ),
    token: { access_token: 'tok', refresh_token: 'again', expires_in: 3600 },
    answers: [{ id: 1, email: 'Ann@Mail.test', name: 'Ann Lee' }],
    requests: [
      joined(
        'GET https://api.test/v1/mock/tests/general/oauth2/token',
        '?redirect_uri=https%3A%2F%2Fapi.test%2Fback&code=c&client_id=app&client_secret=shh',
      ),
      'GET https://api.test/v1/mock/tests/general/oauth2/user?token=tok',
    ],
    user: { id: '1', email: 'ann@mail.test', name: 'Ann Lee', isVerified: true },
  },
};
