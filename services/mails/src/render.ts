/** From a template's texts and the values of one mail to what is sent. Source: account.md §11. */
import type { Mail } from '@plinth/definitions';
import Handlebars from 'handlebars';
import { frame } from './frame.js';
import { en, locales } from './locales/index.js';
import type { MailTexts, Translation } from './texts.js';

export interface MailValues extends Readonly<Record<string, string>> {
  readonly redirect: string;
}

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Template = Mail['template'];

export function renderMail(template: Template, locale: string, values: MailValues): Rendered {
  const { language, code } = languageOf(locale);
  const own: Partial<MailTexts> | undefined = language.mails[template];
  const texts: MailTexts = { ...en.mails[template], ...own };
  const part = (name: keyof MailTexts) => fill(texts[name], values);
  const parts = {
    subject: oneLine(part('subject')),
    hello: part('hello'),
    body: part('body'),
    redirect: values.redirect,
    footer: part('footer'),
    thanks: part('thanks'),
    signature: part('signature'),
  };
  const { subject, hello, body, redirect, footer, thanks, signature } = parts;
  return {
    subject,
    text: `${[hello, body, redirect, footer, `${thanks}\n${signature}`].join('\n\n')}\n`,
    // A mail without own texts is an English one, in its direction too.
    html: frame({ ...parts, language: own ? code : 'en', direction: own ? language.direction : en.direction }),
  };
}

/** The display name of the sender of a project's mails. */
export const senderName = (project: string, locale: string): string =>
  fill(languageOf(locale).language.sender, { project });

/** The language of this code, else the one of which it is a variety, else English. */
function languageOf(locale: string): { language: Translation; code: string } {
  for (const code of [locale.toLowerCase(), locale.toLowerCase().split('-', 1)[0] ?? '']) {
    const language = locales.get(code);
    if (language) return { language, code };
  }
  return { language: en, code: 'en' };
}

const compiled = new Map<string, Handlebars.TemplateDelegate>();

/** Puts values into a text of ours. They come out as they are: only the frame of the HTML part escapes. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  let template = compiled.get(text);
  if (!template) {
    template = Handlebars.compile(text, { noEscape: true });
    compiled.set(text, template);
  }
  return template(values);
}

/** Header values must not begin another header, and control characters have no business in them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
