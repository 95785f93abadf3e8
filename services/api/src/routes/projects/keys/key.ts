/** What the routes of a project's API keys share. Source: projects.md §6. */
import { keyScopes } from '@plinth/definitions';
import { body, type ParamValues, path, rules } from '@plinth/http';

export const keyIdParam = path(rules.uid(), 'ID of the API key.');

export const keyParams = {
  name: body(rules.text(128), 'Name for people.'),
  scopes: body(rules.arrayOf(rules.oneOf(keyScopes), 100), 'What it may be used for.'),
  expire: body(rules.datetime(), 'Until when it may be used; null is for ever.').optional(),
};

export const keyOf = ({ name, scopes, expire }: ParamValues<typeof keyParams>) => ({
  name,
  scopes: [...scopes],
  expire,
});
