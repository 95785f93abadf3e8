import { describe, expect, it } from '@jest/globals';
import { mailTemplates } from '@plinth/definitions';
import { en, locales } from './locales/index.js';
import { renderMail, senderName } from './render.js';
import type { MailTexts } from './texts.js';

const redirect = 'https://app.test/recover?userId=u&secret=s&expire=2030-01-01+00%3A00%3A00.000';
const values = {
  redirect,
  name: 'Ann',
  project: 'Shop',
  owner: 'Bob',
  team: 'Red',
  domain: 'shop.test',
  attempt: '2',
  error: 'Refused.',
};

describe('a mail', () => {
  it.each(mailTemplates.flatMap((template) => [...locales.keys(), 'xx'].map((locale) => [template, locale] as const)))(
    'of the template %s in %s has all its parts',
    (template, locale) => {
      const { subject, text, html } = renderMail(template, locale, values);
      expect(subject).not.toBe('');
      expect(text).toContain(`\n${redirect}\n`);
      expect(`${subject}${text}${html}${senderName('Shop', locale)}`).not.toMatch(/\{\{|\}\}|%s|undefined/);
      expect(text.split('\n\n')).toHaveLength(5);
    },
  );

  it('in Arabic runs from right to left, its link from left to right', () => {
    const { html } = renderMail('recovery', 'ar', values);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain('<p dir="ltr"><a href=');
  });

  it.each([...locales])('in %s has a text of its own for everything that the English one says', (code, language) => {
    for (const template of mailTemplates) {
      expect(Object.keys(language.mails[template] ?? {}).sort()).toEqual(Object.keys(en.mails[template]).sort());
      for (const [part, text] of Object.entries(language.mails[template] ?? {})) {
        const english = en.mails[template][part as keyof MailTexts];
        expect({ part, names: placeholders(text) }).toEqual({ part, names: placeholders(english) });
        if (code !== 'en') expect({ part, text }).not.toEqual({ part, text: english });
      }
    }
  });

  it.each(mailTemplates.flatMap((template) => [...locales.keys()].map((locale) => [template, locale] as const)))(
    'of the template %s in %s holds every value escaped, and its link leads where it should',
    (template, locale) => {
      const name = '<b onclick="x">&\'';
      const odd = { ...values, name, project: name, owner: name, team: name, domain: name, error: name };
      const { text, html } = renderMail(template, locale, odd);
      expect(html).not.toContain('<b onclick');
      expect(text).toContain(name);
      const [, href = ''] = /<a href="([^"]*)"/.exec(html) ?? [];
      const link = new URL(unescaped(href));
      expect(link.href).toBe(new URL(redirect).href);
      expect(Object.fromEntries(link.searchParams)).toEqual({
        userId: 'u',
        secret: 's',
        expire: '2030-01-01 00:00:00.000',
      });
    },
  );

  it.each([
    ['de-at', 'de'],
    ['PT-BR', 'pt'],
    ['zh-cn', 'zh-cn'],
    ['zh-tw', 'en'],
    ['constructor', 'en'],
  ])('of %s is in %s', (asked, code) => {
    expect(renderMail('recovery', asked, values)).toEqual(renderMail('recovery', code, values));
  });

  it('greets nobody by an empty name', () => {
    expect(renderMail('recovery', 'en', { ...values, name: '' }).text).toMatch(/^Hello,\n/);
  });

  it('shows names as they are: escaped in HTML, raw in text, never as placeholders', () => {
    const name = '<img src=x onerror=1> {{project}} "Q" & \'q\'';
    const { text, html } = renderMail('recovery', 'en', { ...values, name });
    expect(text).toContain(`Hello ${name},`);
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;1&gt; {{project}} &quot;Q&quot; &amp; &#x27;q&#x27;');
    expect(html).not.toContain('<img');
  });

  it('keeps its subject on one line', () => {
    const { subject } = renderMail('invitation', 'en', { ...values, team: 'a\r\nBcc: z@x.test' });
    expect(subject).toBe('Bob invites you: a Bcc: z@x.test at Shop');
  });
});

/** Names of the values that a text mentions, each once. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(?:#if )?(?!else\b)(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#x3D': '=' };
const unescaped = (html: string): string => html.replace(/&([#\w]+);/g, (_, name: string) => ENTITIES[name] ?? name);
