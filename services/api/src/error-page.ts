/** The page that people see where a browser was led into an error. Source: http.md §7.1. */
import { type ErrorBody, errorBody, type Reply } from '@plinth/http';
import type { Call } from './call.js';

/** The same reply as a page instead of JSON. */
export function showErrorPage(reply: Reply, { opened }: Pick<Call, 'opened'>, error: unknown): void {
  reply.headers['Content-Type'] = 'text/html; charset=UTF-8';
  reply.headers['Content-Security-Policy'] = "default-src 'none'; style-src 'unsafe-inline'";
  reply.headers['Referrer-Policy'] = 'no-referrer';
  reply.body = page(opened?.name ?? '', errorBody(error, false));
}

function page(project: string, { code, type, message }: ErrorBody): string {
  const title = escaped(project === '' ? 'Error' : `${project} - Error`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem }</style>
</head>
<body>
<h1>${code}</h1>
<p>${escaped(message)}</p>
<p><code>${escaped(type)}</code></p>
</body>
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
