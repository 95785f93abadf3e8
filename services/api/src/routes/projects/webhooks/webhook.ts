/** What the routes of a project's webhooks share. Sources: projects.md §6, webhooks.md. */
import { newSecret } from '@plinth/core';
import { body, type ParamValues, path, rules } from '@plinth/http';

/** Twice as many hex characters. */
const SIGNATURE_KEY_BYTES = 64;

export const newSignatureKey = (): string => newSecret(SIGNATURE_KEY_BYTES);

export const webhookIdParam = path(rules.uid(), 'ID of the webhook.');

export const webhookParams = {
  name: body(rules.text(128), 'Name for people.'),
  events: body(rules.arrayOf(rules.eventPattern(), 100), 'Patterns of the events that it wants to hear of.'),
  url: body(rules.url(['http', 'https']), 'Where the events are sent.'),
  security: body(rules.boolean(), 'Whether the certificate of the receiver is checked.'),
  httpUser: body(rules.text(256), 'User name for HTTP basic authentication.').optional(''),
  httpPass: body(rules.text(256), 'Password for HTTP basic authentication.').optional(''),
};

export const webhookOf = (params: ParamValues<typeof webhookParams>) => ({
  name: params.name,
  events: [...new Set(params.events)],
  url: params.url,
  security: params.security,
  httpUser: params.httpUser ?? '',
  httpPass: params.httpPass ?? '',
});
