/** The page that people see where a browser was led into an error. Source: http.md §7.1. */
import { type ErrorBody, errorBody, type Reply } from '@plinth/http';
import type { Call } from './call.js';
import { failurePage, isAllowedPage } from './oauth/app.js';
import { readState } from './oauth/state.js';

/** The same reply as a page instead of JSON. */
export function showErrorPage(reply: Reply, call: Call, error: unknown): void {
  reply.headers['Content-Type'] = 'text/html; charset=UTF-8';
  reply.headers['Content-Security-Policy'] = "default-src 'none'; style-src 'unsafe-inline'";
  reply.headers['Referrer-Policy'] = 'no-referrer';
  reply.body = page(call.opened?.name ?? '', errorBody(error, false), wayBack(call));
}

/** Where the sign-in was to go on after a failure, else the project's own page; empty where neither is known. */
function wayBack(call: Call): string {
  const { opened, raw, connections } = call;
  if (!opened) return '';
  const { failure, state, provider } = raw;
  const signedFor = { projectId: opened.id, provider: String(provider) };
  const begun = typeof state === 'string' ? readState(connections.secrets, signedFor, state) : null;
  const named = begun?.failure ?? failure;
  if (typeof named === 'string' && named !== '' && isAllowedPage(call, named)) return failurePage(call, named, {});
  return /^https?:\/\//i.test(opened.url) ? opened.url : '';
}

function page(project: string, { code, type, message }: ErrorBody, back: string): string {
  const title = escaped(project === '' ? 'Error' : `${project} - Error`);
  const link =
    back === '' ? '' : `<p><a href="${escaped(back)}">Go back${project && ` to ${escaped(project)}`}</a></p>\n`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem }</style>
</head>
<body>
<h1>${code}</h1>
<p>${escaped(message)}</p>
<p><code>${escaped(type)}</code></p>
${link}</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
