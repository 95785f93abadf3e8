import type { Configuration } from '@plinth/definitions';
import { createTransport, type Transporter } from 'nodemailer';

const CONNECT_MILLISECONDS = 10_000;
/** Silence of the server in the middle of a mail; below the time that the queue gives a handler. */
const SILENCE_MILLISECONDS = 20_000;

/** A connection a mail: they are few, and servers hang up on idle ones. Without a host there is none to open. */
export function openSmtp({ host, port, secure, user, password }: Configuration['smtp']): Transporter | null {
  if (host === '') return null;
  return createTransport({
    host,
    port,
    secure: secure === 'ssl',
    requireTLS: secure === 'tls',
    // Without a demand for TLS none is tried: a server with a self-signed certificate would refuse every mail.
    ignoreTLS: secure === '',
    ...(user !== '' && password !== '' ? { auth: { user, pass: password } } : {}),
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    // Nothing in a mail may name a file or an address to be read from here.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** What is answered to a mail itself; a refused greeting, TLS or password is a fault of the settings. */
const ABOUT_THE_MAIL: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

/** Whether the server will never take this mail. */
export function isRefusal(error: unknown): error is { responseCode: number } {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  return typeof responseCode === 'number' && responseCode >= 500 && ABOUT_THE_MAIL.includes(code);
}
