/** One question to a time server (RFC 5905). */
import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';

const TIMEOUT_MILLISECONDS = 2000;
const PORT = 123;
const PACKET_BYTES = 48;
/** Seconds from 1900, where these clocks begin, to 1970. */
const EPOCH_SECONDS = 2_208_988_800;
/** Version 4, mode client. */
const CLIENT = 0x23;
const SERVER_MODE = 4;
const TRANSMIT_AT = 40;
const ORIGINATE_AT = 24;

/** Unix seconds by the server's clock. `host` may name a port behind a colon. */
export function askTime(host: string): Promise<number> {
  const [name = '', port = String(PORT)] = host.split(':');
  const question = Buffer.alloc(PACKET_BYTES);
  question[0] = CLIENT;
  // A server gives back what stands here, so that nobody else can answer in its place.
  const nonce = randomFillSync(question, TRANSMIT_AT).subarray(TRANSMIT_AT);
  const socket = createSocket('udp4');
  return new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No time from ${host} within ${TIMEOUT_MILLISECONDS} ms.`)),
      TIMEOUT_MILLISECONDS,
    );
    socket.on('error', reject);
    socket.on('message', (answer) => {
      if (isAnswer(answer, nonce)) resolve(answer.readUInt32BE(TRANSMIT_AT) - EPOCH_SECONDS);
    });
    socket.on('close', () => clearTimeout(timer));
    socket.send(question, Number(port), name, (error) => {
      if (error) reject(error);
    });
  }).finally(() => socket.close());
}

/** From a server that has a clock itself: stratum 0 refuses to tell. */
function isAnswer(packet: Buffer, nonce: Buffer): boolean {
  if (packet.length < PACKET_BYTES || ((packet[0] ?? 0) & 7) !== SERVER_MODE || packet[1] === 0) return false;
  return packet.subarray(ORIGINATE_AT, ORIGINATE_AT + nonce.length).equals(nonce);
}
