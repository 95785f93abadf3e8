// A small load generator over raw sockets: one request in flight a connection, as browsers and servers behave.
// Runs as a process of its own, so that it does not share the event loop of what it measures.
import { connect } from 'node:net';

const { port, connections, seconds, requests } = JSON.parse(process.argv[2]);

/** Requests are texts with `{n}` for a number of its own. */
let sent = 0;
const encoded = (template) => Buffer.from(render(template, sent++));
function render({ method, path, headers = {}, body }, n) {
  const fill = (text) => text.replaceAll('{n}', String(n));
  const payload = body === undefined ? '' : fill(body);
  const lines = [`${method} ${fill(path)} HTTP/1.1`, `Host: localhost:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(payload)}`);
  return `${lines.join('\r\n')}\r\n\r\n${payload}`;
}

const LATENCIES_MAX = 200_000;
const latencies = [];
let done = 0;
let failed = 0;
let firstFailure = '';
let measuring = false;
let ended = false;

function open(at) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let buffered = Buffer.alloc(0);
  let started = 0;
  let turn = at;
  const next = () => {
    if (ended) return socket.destroy();
    started = performance.now();
    socket.write(encoded(requests[turn++ % requests.length]));
  };
  socket.on('connect', next);
  socket.on('data', (chunk) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    const end = buffered.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = buffered.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffered.length < end + 4 + length) return;
    if (measuring) {
      done++;
      const status = Number(head.slice(9, 12));
      if (status >= 400) {
        failed++;
        firstFailure ||= `${head.slice(0, 40)} ${buffered.toString('utf8', end + 4, end + 304)}`;
      }
      if (latencies.length < LATENCIES_MAX) latencies.push(performance.now() - started);
    }
    buffered = Buffer.alloc(0);
    next();
  });
  socket.on('error', (error) => {
    failed++;
    firstFailure ||= String(error);
  });
}

for (let at = 0; at < connections; at++) open(at);
setTimeout(() => {
  measuring = true;
  const started = performance.now();
  setTimeout(() => {
    const elapsed = (performance.now() - started) / 1000;
    ended = true;
    latencies.sort((a, b) => a - b);
    const quantile = (q) => latencies[Math.floor(latencies.length * q)] ?? 0;
    process.stdout.write(
      JSON.stringify({ rate: done / elapsed, p50: quantile(0.5), p99: quantile(0.99), failed, firstFailure }),
    );
    process.exit(0);
  }, seconds * 1000);
}, 1000);
