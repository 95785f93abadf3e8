/** The shape of a language's mail texts. Placeholders are those of Handlebars; the values are never read as such. */
import type { Mail } from '@plinth/definitions';

export interface MailTexts {
  readonly subject: string;
  readonly hello: string;
  /** Stands before the link. */
  readonly body: string;
  readonly footer: string;
  readonly thanks: string;
  readonly signature: string;
}

export interface Language {
  readonly direction: 'ltr' | 'rtl';
  /** Display name of a project's sender. */
  readonly sender: string;
  readonly mails: Readonly<Record<Mail['template'], MailTexts>>;
}

/** A language may lack texts; the English ones then stand in their place. */
export interface Translation extends Pick<Language, 'direction' | 'sender'> {
  readonly mails: Readonly<Partial<Record<Mail['template'], Partial<MailTexts>>>>;
}
