/** What the routes of a project's platforms share. Source: projects.md §6. */
import { platformTypes } from '@plinth/definitions';
import { body, type ParamValues, path, rules } from '@plinth/http';

export const platformKinds = [...platformTypes.web, ...platformTypes.native];

export const platformIdParam = path(rules.uid(), 'ID of the platform.');

/** What can be changed later; the kind cannot. */
export const platformParams = {
  name: body(rules.text(128), 'Name for people.'),
  key: body(rules.text(256), 'Bundle or package ID of an app.').optional(''),
  store: body(rules.text(256), 'ID of the app in its store.').optional(''),
  hostname: body(rules.hostname(), 'Host name of a web page; labels may be `*`.').optional(''),
};

export const platformOf = ({ name, key, store, hostname }: ParamValues<typeof platformParams>) => ({
  name,
  key: key ?? '',
  store: store ?? '',
  hostname: hostname ?? '',
});
