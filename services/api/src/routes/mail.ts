/** What routes that send mail share. Source: account.md §11. */
import { AppError, type Mail, messages } from '@plinth/definitions';
import type { Call } from '../call.js';
import type { Writing } from '../writing.js';

type MailCall = Pick<Call, 'connections' | 'locale' | 'project'>;

export interface Letter {
  readonly template: Mail['template'];
  readonly to: string;
  /** Empty where the recipient's name is not known. */
  readonly toName: string;
  /** ISO time after which the link in it is of no use. */
  readonly expire: string;
  /** The link, and the names that the template's texts mention. */
  readonly values: { readonly redirect: string } & Readonly<Record<string, string>>;
}

/** Refuses at once what could never be sent, before anything is stored. */
export function requireMail({ connections }: Pick<Call, 'connections'>): void {
  if (connections.config.smtp.host === '') throw new AppError('general_smtp_disabled');
}

/** Adds the mail to what the write commits. Its parameters are sealed: the link holds a secret. */
export function enqueueMail({ connections, locale, project }: MailCall, writing: Writing, letter: Letter): void {
  const { template, to, toName, expire, values } = letter;
  const sealed = connections.secrets.seal(JSON.stringify({ project: project.name, ...values }));
  writing.enqueue(messages.mail, {
    template,
    locale,
    to,
    toName,
    from: project.isConsole ? '' : project.name,
    sealed,
    expire,
  });
}

/** The URL with these parameters: its own ones and its fragment stay, but ours win over equal names. */
export function linkTo(url: string, parameters: Readonly<Record<string, string>>): string {
  const link = new URL(url);
  for (const [name, value] of Object.entries(parameters)) link.searchParams.set(name, value);
  return link.href;
}

/** A time as links carry it, which clients of this version expect: `YYYY-MM-DD HH:MM:SS.mmm`. */
export const linkTime = (iso: string): string => iso.slice(0, 23).replace('T', ' ');
