import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';

/** What is not the API: an Express app, for pages and whatever third-party middleware serves. */
export function createPages(): (request: IncomingMessage, response: ServerResponse) => void {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ Server: 'Appwrite', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  app.get(['/auth/oauth2/success', '/auth/oauth2/failure', '/auth/magic-url'], (_request, response) => {
    response.set('Cache-Control', 'no-store').type('html').send(HANDOVER);
  });
  app.get(
    ['/', '/console', '/console/*path', '/auth/*path', '/invite', '/login', '/recover', '/register/*path'],
    (_request, response) => {
      response.type('html').send(PAGE);
    },
  );
  app.use((_request, response) => {
    response
      .status(404)
      .type('html')
      .send(page('Not found', '<p>There is no page here. The API is under <a href="/v1/health/version">/v1</a>.</p>'));
  });
  return app;
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Plinth</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem; color: #1c2430; }
  h1 { font-size: 1.5rem; } code { background: #eef1f5; padding: .1em .35em; border-radius: 4px; } a { color: #1f5fbf; }
  @media (prefers-color-scheme: dark) {
    body { background: #12161c; color: #dbe2ea; } code { background: #222933; } a { color: #7fb0ff; }
  }
</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;

const PAGE = page(
  'Plinth is running',
  `<p>This server answers API calls. Point a client library at the address below and name your project.</p>
<ul>
  <li>API: <code>/v1</code> — try <a href="/v1/health/version">/v1/health/version</a></li>
  <li>Realtime: <code>/v1/realtime</code> (WebSocket)</li>
</ul>
<p>The first console account is made with <code>POST /v1/account</code>; the README shows the whole way.</p>`,
);

/**
 * Native apps sign in through a browser or a mailed link, and what this page was told goes on to the app by the app's
 * own scheme. Some browsers open apps only when somebody presses a link, so there is one. Source: http.md §11.
 */
const HANDOVER = page(
  'Signing in',
  `<p id="away" hidden><a id="app" href="">Open the app</a> to go on. If nothing opens, the app is not on this device:
open the link again on the device that has it.</p>
<p id="here">This page hands a sign-in on to an app. It can be closed.</p>
<script>
  const project = new URLSearchParams(location.search).get('project');
  const isId = /^[A-Za-z0-9._-]{1,36}$/.test(project ?? '');
  if (isId) {
    const target = 'appwrite-callback-' + project + '://' + location.search;
    document.getElementById('app').href = target;
    document.getElementById('away').hidden = false;
    document.getElementById('here').hidden = true;
    location.replace(target);
  }
</script>`,
);
