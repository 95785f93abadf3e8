import type { Translation } from '../texts.js';

const hello = 'Hallo{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Vielen Dank', signature: 'Das Team von {{project}}' };

export const de: Translation = {
  direction: 'ltr',
  sender: 'Das Team von {{project}}',
  mails: {
    recovery: {
      subject: 'Ein neues Passwort wählen',
      hello,
      body: 'Das Passwort deines Kontos bei {{project}} wurde wohl vergessen. Hier legst du ein anderes fest:',
      footer:
        'Der Link gilt einmal und eine Stunde lang. Warst du es nicht? Dann tu nichts, und alles bleibt, wie es ist.',
      ...closing,
    },
    verification: {
      subject: 'Ist das deine E-Mail-Adresse?',
      hello,
      body: 'Öffne diesen Link, damit wir wissen, dass dich Post hier erreicht:',
      footer: 'Du hast nicht darum gebeten? Dann tu nichts: Die Adresse bleibt unbestätigt.',
      ...closing,
    },
    magicSession: {
      subject: 'Dein Link zum Anmelden',
      hello,
      body: 'Dieser Link meldet dich ohne Passwort an:',
      footer: 'Er gilt einmal. Du wolltest dich nicht anmelden? Dann tu nichts, und zeige den Link niemandem.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} lädt dich ein: {{team}} bei {{project}}',
      hello,
      body: '{{owner}} hätte dich gern im Team {{team}} bei {{project}}. Mit diesem Link trittst du bei:',
      footer: 'Lieber nicht? Dann tu nichts, und die Einladung läuft ab.',
      ...closing,
    },
    certificate: {
      subject: 'Kein Zertifikat für {{domain}}',
      hello,
      body: 'Versuch {{attempt}}, ein Zertifikat für {{domain}} zu holen, schlug fehl: {{error}} Die Domain:',
      footer: 'Bis das behoben ist, warnen Browser vor der Domain, sobald das alte Zertifikat abläuft.',
      ...closing,
    },
  },
};
