import type { Translation } from '../texts.js';

const hello = 'Bonjour{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Un grand merci', signature: "L'équipe de {{project}}" };

export const fr: Translation = {
  direction: 'ltr',
  sender: "L'équipe de {{project}}",
  mails: {
    recovery: {
      subject: 'Choisir un nouveau mot de passe',
      hello,
      body: 'Le mot de passe de votre compte chez {{project}} serait oublié. Ce lien permet de le remplacer :',
      footer: "Il sert une seule fois, pendant une heure. Ce n'était pas vous ? Ne faites rien, et rien ne change.",
      ...closing,
    },
    verification: {
      subject: 'Est-ce bien votre adresse e-mail ?',
      hello,
      body: 'Ouvrez ce lien pour nous dire que le courrier vous parvient ici :',
      footer: "Vous n'avez rien demandé ? Ne faites rien : l'adresse reste non confirmée.",
      ...closing,
    },
    magicSession: {
      subject: 'Votre lien pour vous connecter',
      hello,
      body: 'Ce lien vous connecte sans mot de passe :',
      footer: 'Il sert une seule fois. Vous ne vouliez pas entrer ? Ne faites rien, et ne montrez ce lien à personne.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} vous invite : {{team}} chez {{project}}',
      hello,
      body: "{{owner}} aimerait vous compter dans l'équipe {{team}} chez {{project}}. Ce lien permet de la rejoindre :",
      footer: "Vous préférez ne pas venir ? Ne faites rien, et l'invitation expire.",
      ...closing,
    },
    certificate: {
      subject: 'Pas de certificat pour {{domain}}',
      hello,
      body: "L'essai {{attempt}} d'obtenir un certificat pour {{domain}} a échoué : {{error}} Le domaine :",
      footer: "Sans changement, les navigateurs alerteront les visiteurs dès la fin de l'ancien certificat.",
      ...closing,
    },
  },
};
