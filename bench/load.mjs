// A small load generator over raw sockets: one request in flight a connection, as browsers and servers behave. It runs
// as a process of its own, so that it does not share the event loop of what it measures. Several targets take turns of
// a fraction of a second each, so that what else the machine does falls on all of them alike.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const WARM_UP_MILLISECONDS = 1000;
const LATENCIES_MAX = 200_000;

/** From standard input; targets: [{ port, requests: [{ method, path, headers?, body? }] }]; texts may hold `{n}` for a number of its own. */
let settings = '';
for await (const chunk of process.stdin) settings += chunk;
const { targets, connections, seconds, spin, turnMilliseconds = 250 } = JSON.parse(settings);

let sent = 0;
function render({ method, path, headers = {}, body }, port) {
  const n = String(sent++);
  const payload = body?.replaceAll('{n}', n);
  const lines = [`${method} ${path.replaceAll('{n}', n)} HTTP/1.1`, `Host: localhost:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(payload)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${payload ?? ''}`);
}

class Target {
  done = 0;
  elapsed = 0;
  failed = 0;
  firstFailure = '';
  latencies = [];
  #sockets = [];
  #inFlight = 0;
  #goesOn = false;
  #measures = false;
  #turn = 0;
  #drained = () => undefined;

  constructor({ port, requests }) {
    this.port = port;
    this.requests = requests;
  }

  async open() {
    this.#sockets = await Promise.all(Array.from({ length: connections }, () => this.#connect()));
  }

  #connect() {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    const state = { socket, buffered: Buffer.alloc(0), started: 0 };
    socket.on('data', (chunk) => this.#receive(state, chunk));
    socket.on('error', (error) => {
      this.failed++;
      this.firstFailure ||= String(error);
    });
    return new Promise((resolve) => socket.once('connect', () => resolve(state)));
  }

  #receive(state, chunk) {
    state.buffered = state.buffered.length === 0 ? chunk : Buffer.concat([state.buffered, chunk]);
    const { buffered } = state;
    const end = buffered.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = buffered.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffered.length < end + 4 + length) return;
    if (this.#measures) {
      this.done++;
      if (Number(head.slice(9, 12)) >= 400) {
        this.failed++;
        this.firstFailure ||= `${head.slice(0, 40)} ${buffered.toString('utf8', end + 4, end + 304)}`;
      }
      if (this.latencies.length < LATENCIES_MAX) this.latencies.push(performance.now() - state.started);
    }
    state.buffered = Buffer.alloc(0);
    this.#inFlight--;
    if (this.#goesOn) this.#send(state);
    else if (this.#inFlight === 0) this.#drained();
  }

  #send(state) {
    this.#inFlight++;
    state.started = performance.now();
    state.socket.write(render(this.requests[this.#turn++ % this.requests.length], this.port));
  }

  /** Sends for `milliseconds`; ends when the last answer is in. */
  async run(milliseconds, measures) {
    const drained = new Promise((resolve) => {
      this.#drained = resolve;
    });
    this.#goesOn = true;
    this.#measures = measures;
    const started = performance.now();
    for (const state of this.#sockets) this.#send(state);
    await sleep(milliseconds);
    if (measures) this.elapsed += performance.now() - started;
    this.#measures = false;
    this.#goesOn = false;
    if (this.#inFlight > 0) await drained;
  }

  result() {
    this.latencies.sort((a, b) => a - b);
    const quantile = (q) => this.latencies[Math.floor(this.latencies.length * q)] ?? 0;
    const { failed, firstFailure } = this;
    return { rate: (this.done / this.elapsed) * 1000, p50: quantile(0.5), p99: quantile(0.99), failed, firstFailure };
  }
}

// A generator that sleeps must be woken by the write of an answer, and on a virtual machine that wake-up costs the
// server more than the answer itself. One that never sleeps leaves each server to its own work.
if (spin) {
  const turn = () => setImmediate(turn);
  turn();
}
const measured = targets.map((target) => new Target(target));
for (const target of measured) {
  await target.open();
  await target.run(WARM_UP_MILLISECONDS, false);
}
for (let turn = 0; turn < (seconds * 1000) / turnMilliseconds; turn++) {
  for (const target of measured) await target.run(turnMilliseconds, true);
}
process.stdout.write(JSON.stringify(measured.map((target) => target.result())), () => process.exit(0));
