/** One request to the provider, and what its answer means. */
import { PermanentError } from '@plinth/bus';
import { readAddress } from './address.js';
import type { Provider, Text, Verdict } from './providers/index.js';

export interface SenderOptions {
  /** `sms://user:secret@provider`; empty is none. */
  readonly provider: string;
  readonly from: string;
  readonly mockUrl: string;
  /** Stands in for the provider's host, in tests. */
  readonly origin?: string;
}

export interface Sender {
  /** Rejects with a `PermanentError` where another attempt would be in vain. */
  send(text: Omit<Text, 'from'>): Promise<void>;
}

/** Below the time that the queue gives a handler. */
const ANSWER_MILLISECONDS = 20_000;
/** An answer is a few hundred bytes; of more nothing is understood. */
const ANSWER_BYTES_MAX = 65_536;
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Null where the settings name no provider or no sender. */
export function openSender({ provider, from, mockUrl, origin }: SenderOptions): Sender | null {
  if (provider === '' || from === '') return null;
  const address = readAddress(provider);
  const host = origin ?? address.provider.origin;
  return {
    async send(text) {
      const { path, headers, body } = address.provider.request({ ...text, from }, address);
      const answer = await fetch(host === null ? mockUrl : `${host}${path}`, {
        method: 'POST',
        headers,
        body,
        // Credentials follow nobody's pointer elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
      });
      judge(address.provider, answer.status, await readJson(answer));
    },
  };
}

/** Errors carry the status and the provider's number, never its words: they may repeat the text or the number. */
function judge(provider: Provider, status: number, answer: unknown): void {
  const { outcome, code = shortCode(provider.codeOf?.(answer)) } = verdictOf(provider, status, answer);
  if (outcome === 'sent') return;
  const what = `${status}${code === '' ? '' : `, code ${shortCode(code)}`}`;
  if (outcome === 'later') throw new Error(`${provider.name} cannot take a text message now: ${what}.`);
  throw new PermanentError(`${provider.name} refuses this text message: ${what}.`);
}

function verdictOf(provider: Provider, status: number, answer: unknown): Verdict {
  if (status >= 500 || PASSING.has(status)) return { outcome: 'later' };
  if (status < 200 || status >= 300) return { outcome: 'refused' };
  return provider.verdict?.(answer) ?? { outcome: 'sent' };
}

const shortCode = (code: unknown): string => /^[\w-]{1,16}$/.exec(String(code ?? ''))?.[0] ?? '';

/** The JSON of an answer; null where it is none, or endless. */
async function readJson({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > ANSWER_BYTES_MAX) return null;
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    // The status has come: whether the message was taken is known, only the reason is not.
    return null;
  }
}
