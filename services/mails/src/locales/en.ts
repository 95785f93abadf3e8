import type { Language } from '../texts.js';

const hello = 'Hello{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Many thanks', signature: 'The {{project}} team' };

export const en: Language = {
  direction: 'ltr',
  sender: 'The {{project}} team',
  mails: {
    recovery: {
      subject: 'Choose a new password',
      hello,
      body: 'The password of your account at {{project}} was said to be forgotten. This link lets you set another:',
      footer: 'It works once and for one hour. Was it not you? Then do nothing, and everything stays as it is.',
      ...closing,
    },
    verification: {
      subject: 'Is this your email address?',
      hello,
      body: 'Open this link to tell us that mail to you arrives here:',
      footer: 'Did you not ask for this? Then do nothing: the address stays unconfirmed.',
      ...closing,
    },
    magicSession: {
      subject: 'Your link to sign in',
      hello,
      body: 'This link signs you in, without a password:',
      footer: 'It works once. Did you not want to sign in? Then do nothing, and show the link to nobody.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} invites you: {{team}} at {{project}}',
      hello,
      body: '{{owner}} would like to have you in the team {{team}} at {{project}}. This link lets you join:',
      footer: 'Would you rather not? Then do nothing, and the invitation runs out.',
      ...closing,
    },
    certificate: {
      subject: 'No certificate for {{domain}}',
      hello,
      body: 'Attempt {{attempt}} to get a certificate for {{domain}} failed: {{error}} The domain in question:',
      footer: 'Until this is mended, browsers warn people who visit the domain once its old certificate has run out.',
      ...closing,
    },
  },
};
