/** What a provider is: how a message becomes a request, and how its answer is read. */

export interface Text {
  /** Number, sender's name, or what else the provider wants as the origin. */
  readonly from: string;
  /** + and digits. */
  readonly to: string;
  readonly text: string;
}

export interface Access {
  readonly user: string;
  readonly secret: string;
}

export interface TextRequest {
  /** From the root of the provider's host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: URLSearchParams | string;
}

/** What an answer means. `code` is the provider's number for it, which tells an operator what to look up. */
export interface Verdict {
  readonly outcome: 'sent' | 'refused' | 'later';
  readonly code?: string;
}

export interface Provider {
  readonly name: string;
  /** Scheme and host; null where the setting `_APP_SMS_MOCK_URL` says it. */
  readonly origin: string | null;
  request(text: Text, access: Access): TextRequest;
  /** The provider's number for a fault, in the JSON of an answer. */
  codeOf?(answer: unknown): unknown;
  /** For providers that say 200 and mean something else. */
  verdict?(answer: unknown): Verdict;
}

export const basic = ({ user, secret }: Access): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});

export const json = { 'Content-Type': 'application/json' } as const;

/** Numbers as most providers want them. */
export const digits = (phone: string): string => phone.replace(/^\+/, '');

/** A member of an answer that may be anything. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
