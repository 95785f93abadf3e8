import type { Configuration } from '@plinth/definitions';
import { createTransport, type Transporter } from 'nodemailer';

const TIMEOUT_MILLISECONDS = 10_000;

/** Connects, with TLS and password where they are set, and hangs up. */
export async function greet(config: Configuration): Promise<void> {
  const transport = open(config);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

export async function sendTestMail(config: Configuration, to: string): Promise<void> {
  const { systemEmailName: name, systemEmailAddress: address } = config.general;
  const transport = open(config);
  try {
    await transport.sendMail({
      from: { name: decoded(name), address },
      to,
      subject: 'A test of the mail settings',
      text: 'Mails of this server reach you: somebody asked its doctor to send this one.\n',
    });
  } finally {
    transport.close();
  }
}

function open({ smtp: { host, port, secure, user, password } }: Configuration): Transporter {
  return createTransport({
    host,
    port,
    secure: secure === 'ssl',
    requireTLS: secure === 'tls',
    ignoreTLS: secure === '',
    ...(user !== '' && password !== '' ? { auth: { user, pass: password } } : {}),
    connectionTimeout: TIMEOUT_MILLISECONDS,
    greetingTimeout: TIMEOUT_MILLISECONDS,
    socketTimeout: TIMEOUT_MILLISECONDS,
  });
}

/** The name may be URL-encoded; one that only looks so is taken as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
