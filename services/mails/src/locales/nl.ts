import type { Translation } from '../texts.js';

const hello = 'Hallo{{#if name}} {{name}}{{/if}},';
const closing = { thanks: 'Hartelijk dank', signature: 'Het team van {{project}}' };

export const nl: Translation = {
  direction: 'ltr',
  sender: 'Het team van {{project}}',
  mails: {
    recovery: {
      subject: 'Kies een nieuw wachtwoord',
      hello,
      body: 'Het wachtwoord van je account bij {{project}} is vergeten, lazen we. Met deze link kies je een ander:',
      footer: 'Hij werkt één keer, een uur lang. Was jij het niet? Doe dan niets, en alles blijft zoals het is.',
      ...closing,
    },
    verification: {
      subject: 'Is dit jouw e-mailadres?',
      hello,
      body: 'Open deze link om ons te laten weten dat post je hier bereikt:',
      footer: 'Heb je hier niet om gevraagd? Doe dan niets: het adres blijft onbevestigd.',
      ...closing,
    },
    magicSession: {
      subject: 'Jouw link om in te loggen',
      hello,
      body: 'Met deze link log je in zonder wachtwoord:',
      footer: 'Hij werkt één keer. Wilde je niet inloggen? Doe dan niets, en laat de link aan niemand zien.',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} nodigt je uit: {{team}} bij {{project}}',
      hello,
      body: '{{owner}} heeft je graag in het team {{team}} bij {{project}}. Met deze link doe je mee:',
      footer: 'Liever niet? Doe dan niets, en de uitnodiging verloopt.',
      ...closing,
    },
    certificate: {
      subject: 'Geen certificaat voor {{domain}}',
      hello,
      body: 'Poging {{attempt}} om een certificaat voor {{domain}} te krijgen mislukte: {{error}} Het domein:',
      footer:
        'Zolang dit zo blijft, waarschuwen browsers iedereen die het bezoekt zodra het oude certificaat is verlopen.',
      ...closing,
    },
  },
};
