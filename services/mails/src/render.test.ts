import { describe, expect, it } from '@jest/globals';
import { mailTemplates } from '@plinth/definitions';
import { locales } from './locales/index.js';
import { renderMail, senderName } from './render.js';

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

  it('that Arabic has no texts for is an English one in every way', () => {
    const { html, subject } = renderMail('certificate', 'ar', values);
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(subject).toBe('No certificate for shop.test');
  });

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
