import type { Translation } from '../texts.js';

const hello = 'Hola{{#if name}} {{name}}{{/if}}:';
const closing = { thanks: 'Muchas gracias', signature: 'El equipo de {{project}}' };

export const es: Translation = {
  direction: 'ltr',
  sender: 'El equipo de {{project}}',
  mails: {
    recovery: {
      subject: 'Elige una contraseña nueva',
      hello,
      body: 'Parece que olvidaste la contraseña de tu cuenta en {{project}}. Con este enlace eliges otra:',
      footer: 'Sirve una sola vez, durante una hora. ¿No fuiste tú? No hagas nada y todo queda como está.',
      ...closing,
    },
    verification: {
      subject: '¿Es esta tu dirección de correo?',
      hello,
      body: 'Abre este enlace para decirnos que el correo te llega aquí:',
      footer: '¿No lo has pedido? No hagas nada: la dirección queda sin confirmar.',
      ...closing,
    },
    magicSession: {
      subject: 'Tu enlace para entrar',
      hello,
      body: 'Con este enlace entras sin contraseña:',
      footer: 'Sirve una sola vez. ¿No querías entrar? No hagas nada y no enseñes el enlace a nadie.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} te invita: {{team}} en {{project}}',
      hello,
      body: 'A {{owner}} le gustaría tenerte en el equipo {{team}} de {{project}}. Con este enlace te unes:',
      footer: '¿Prefieres no hacerlo? No hagas nada y la invitación caduca.',
      ...closing,
    },
    certificate: {
      subject: 'Sin certificado para {{domain}}',
      hello,
      body: 'Falló el intento {{attempt}} de obtener un certificado para {{domain}}: {{error}} El dominio:',
      footer: 'Hasta que se arregle, los navegadores avisarán a quien lo visite al caducar el anterior.',
      ...closing,
    },
  },
};
