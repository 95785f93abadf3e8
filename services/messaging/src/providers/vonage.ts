import { digits, member, type Provider } from './provider.js';

/** Too many at once, and a fault of theirs. */
const PASSING: ReadonlySet<string> = new Set(['1', '5']);

/** https://developer.vonage.com/api/sms: every answer is a 200, and each part of a message has a status of its own. */
export const vonage: Provider = {
  name: 'Vonage',
  origin: 'https://rest.nexmo.com',
  request: ({ from, to, text }, { user, secret }) => ({
    path: '/sms/json',
    headers: {},
    body: new URLSearchParams({ api_key: user, api_secret: secret, from: digits(from), to: digits(to), text }),
  }),
  verdict(answer) {
    const parts = member(answer, 'messages');
    const statuses = Array.isArray(parts) ? parts.map((part) => String(member(part, 'status'))) : [];
    const code = statuses.find((status) => status !== '0');
    if (code === undefined) return { outcome: 'sent' };
    // A part that went out would go out again, so only a message of which nothing did is tried once more.
    const isWhole = !statuses.includes('0');
    return { outcome: isWhole && PASSING.has(code) ? 'later' : 'refused', code };
  },
};
