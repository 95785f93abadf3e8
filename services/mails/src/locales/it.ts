import type { Translation } from '../texts.js';

const hello = 'Ciao{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Grazie mille', signature: 'Il gruppo di {{project}}' };

export const it: Translation = {
  direction: 'ltr',
  sender: 'Il gruppo di {{project}}',
  mails: {
    recovery: {
      subject: 'Scegli una nuova password',
      hello,
      body: 'Pare che tu abbia dimenticato la password del tuo account su {{project}}. Qui ne scegli un’altra:',
      footer: 'Vale una volta sola, per un’ora. Non eri tu? Non fare nulla e tutto resta com’è.',
      ...closing,
    },
    verification: {
      subject: 'È questo il tuo indirizzo email?',
      hello,
      body: 'Apri questo link per dirci che la posta ti arriva qui:',
      footer: 'Non l’hai chiesto tu? Non fare nulla: l’indirizzo resta non confermato.',
      ...closing,
    },
    magicSession: {
      subject: 'Il tuo link per accedere',
      hello,
      body: 'Questo link ti fa entrare senza password:',
      footer: 'Vale una volta sola. Non volevi entrare? Non fare nulla e non mostrare il link a nessuno.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} ti invita: {{team}} su {{project}}',
      hello,
      body: '{{owner}} ti vorrebbe nel gruppo {{team}} su {{project}}. Con questo link ne fai parte:',
      footer: 'Preferisci di no? Non fare nulla e l’invito scade.',
      ...closing,
    },
    certificate: {
      subject: 'Nessun certificato per {{domain}}',
      hello,
      body: 'Il tentativo {{attempt}} di avere un certificato per {{domain}} è fallito: {{error}} Il dominio:',
      footer: 'Finché resta così, i browser avviseranno chi lo visita appena il vecchio certificato sarà scaduto.',
      ...closing,
    },
  },
};
