import { languageCodes } from '@plinth/definitions';
import { route } from '../../../route.js';
import { loadFacts } from '../facts.js';

export const listLanguages = route({
  name: 'locale.listLanguages',
  method: 'GET',
  path: '/locale/languages',
  summary: 'List languages',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'languageList' },
  async action() {
    const facts = await loadFacts();
    const languages = languageCodes.map((code) => {
      const { name = code, native = code } = facts.language(code) ?? {};
      return { name, code, nativeName: native };
    });
    return { total: languages.length, languages };
  },
});
