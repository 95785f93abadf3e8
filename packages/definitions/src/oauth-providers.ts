/** OAuth2 providers, in the order of the contract. */

export interface OAuthProvider {
  readonly key: string;
  /** As people know it. The project model shows the key, capitalized, instead. */
  readonly name: string;
  /** For tests only. */
  readonly isMock?: boolean;
}

export const oauthProviders = [
  { key: 'amazon', name: 'Amazon' },
  { key: 'apple', name: 'Apple' },
  { key: 'auth0', name: 'Auth0' },
  { key: 'authentik', name: 'Authentik' },
  { key: 'autodesk', name: 'Autodesk' },
  { key: 'bitbucket', name: 'BitBucket' },
  { key: 'bitly', name: 'Bitly' },
  { key: 'box', name: 'Box' },
  { key: 'dailymotion', name: 'Dailymotion' },
  { key: 'discord', name: 'Discord' },
  { key: 'disqus', name: 'Disqus' },
  { key: 'dropbox', name: 'Dropbox' },
  { key: 'etsy', name: 'Etsy' },
  { key: 'facebook', name: 'Facebook' },
  { key: 'github', name: 'GitHub' },
  { key: 'gitlab', name: 'GitLab' },
  { key: 'google', name: 'Google' },
  { key: 'linkedin', name: 'LinkedIn' },
  { key: 'microsoft', name: 'Microsoft' },
  { key: 'notion', name: 'Notion' },
  { key: 'okta', name: 'Okta' },
  { key: 'paypal', name: 'PayPal' },
  { key: 'paypalSandbox', name: 'PayPal' },
  { key: 'podio', name: 'Podio' },
  { key: 'salesforce', name: 'Salesforce' },
  { key: 'slack', name: 'Slack' },
  { key: 'spotify', name: 'Spotify' },
  { key: 'stripe', name: 'Stripe' },
  { key: 'tradeshift', name: 'Tradeshift' },
  { key: 'tradeshiftBox', name: 'Tradeshift' },
  { key: 'twitch', name: 'Twitch' },
  { key: 'wordpress', name: 'WordPress' },
  { key: 'yahoo', name: 'Yahoo' },
  { key: 'yammer', name: 'Yammer' },
  { key: 'yandex', name: 'Yandex' },
  { key: 'zoom', name: 'Zoom' },
  { key: 'mock', name: 'Mock', isMock: true },
] as const satisfies readonly OAuthProvider[];

export type OAuthProviderKey = (typeof oauthProviders)[number]['key'];
