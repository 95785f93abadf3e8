import type { Translation } from '../texts.js';

const hello = 'مرحبًا{{#if name}} {{name}}{{/if}}،';
const closing = { thanks: 'مع جزيل الشكر', signature: 'فريق {{project}}' };

export const ar: Translation = {
  direction: 'rtl',
  sender: 'فريق {{project}}',
  mails: {
    recovery: {
      subject: 'اختيار كلمة مرور جديدة',
      hello,
      body: 'وصلنا أن كلمة مرور حسابك في {{project}} قد نُسيت. يتيح لك هذا الرابط تعيين كلمة أخرى:',
      footer: 'يعمل الرابط مرة واحدة ولمدة ساعة. لم تكن أنت؟ لا تفعل شيئًا وسيبقى كل شيء كما هو.',
      ...closing,
    },
    verification: {
      subject: 'هل هذا عنوان بريدك الإلكتروني؟',
      hello,
      body: 'افتح هذا الرابط لنعرف أن البريد يصل إليك هنا:',
      footer: 'لم تطلب ذلك؟ لا تفعل شيئًا، وسيبقى العنوان دون تأكيد.',
      ...closing,
    },
    magicSession: {
      subject: 'رابط الدخول الخاص بك',
      hello,
      body: 'يدخلك هذا الرابط إلى حسابك دون كلمة مرور:',
      footer: 'يعمل مرة واحدة. لم ترد الدخول؟ لا تفعل شيئًا ولا تُظهر الرابط لأحد.',
      ...closing,
    },
    invitation: {
      subject: 'دعوة من {{owner}}: {{team}} في {{project}}',
      hello,
      body: 'يود {{owner}} أن تكون ضمن فريق {{team}} في {{project}}. يتيح لك هذا الرابط الانضمام:',
      footer: 'لا ترغب في ذلك؟ لا تفعل شيئًا وستنتهي الدعوة.',
      ...closing,
    },
    certificate: {
      subject: 'لا شهادة للنطاق {{domain}}',
      hello,
      body: 'فشلت المحاولة رقم {{attempt}} للحصول على شهادة للنطاق {{domain}}: {{error}} النطاق المعني:',
      footer: 'ما لم يُصلح ذلك، ستحذر المتصفحات من يزور النطاق حالما تنتهي شهادته القديمة.',
      ...closing,
    },
  },
};
