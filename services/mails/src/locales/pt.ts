import type { Translation } from '../texts.js';

const hello = 'Olá{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Muito obrigado', signature: 'A equipa de {{project}}' };

export const pt: Translation = {
  direction: 'ltr',
  sender: 'A equipa de {{project}}',
  mails: {
    recovery: {
      subject: 'Escolher uma nova palavra-passe',
      hello,
      body: 'Parece que esqueceu a palavra-passe da sua conta em {{project}}. Esta ligação permite escolher outra:',
      footer: 'Serve uma só vez, durante uma hora. Não foi você? Não faça nada e tudo fica como está.',
      ...closing,
    },
    verification: {
      subject: 'É este o seu endereço de e-mail?',
      hello,
      body: 'Abra esta ligação para sabermos que o correio lhe chega aqui:',
      footer: 'Não pediu isto? Não faça nada: o endereço fica por confirmar.',
      ...closing,
    },
    magicSession: {
      subject: 'A sua ligação para entrar',
      hello,
      body: 'Esta ligação permite entrar sem palavra-passe:',
      footer: 'Serve uma só vez. Não queria entrar? Não faça nada e não mostre a ligação a ninguém.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} convida-o: {{team}} em {{project}}',
      hello,
      body: '{{owner}} gostaria de contar consigo na equipa {{team}} em {{project}}. Esta ligação permite aderir:',
      footer: 'Prefere não aceitar? Não faça nada e o convite caduca.',
      ...closing,
    },
    certificate: {
      subject: 'Sem certificado para {{domain}}',
      hello,
      body: 'A tentativa {{attempt}} de obter um certificado para {{domain}} falhou: {{error}} O domínio em causa:',
      footer: 'Enquanto assim for, os navegadores avisarão quem o visitar logo que o certificado antigo expire.',
      ...closing,
    },
  },
};
