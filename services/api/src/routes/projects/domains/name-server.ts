/** A name server for tests: it answers over UDP for the names of its zone (RFC 1035). */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Records {
  readonly cname?: string;
  /** IPv4 addresses. */
  readonly a?: readonly string[];
}

export interface NameServer {
  /** As resolvers are told of it. */
  readonly address: string;
  /** Names that were asked for. */
  readonly asked: string[];
  close(): void;
}

const HEADER_BYTES = 12;
const TYPE_A = 1;
const TYPE_CNAME = 5;
const CLASS_INTERNET = 1;
const AUTHORITATIVE_ANSWER = 0x8400;
const NO_SUCH_NAME = 3;
/** Where the name of the question stands. */
const SAME_NAME = Buffer.from([0xc0, HEADER_BYTES]);

/** `find` gives the records of a name, or null where there is none. */
export async function openNameServer(find: (name: string) => Records | null): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (packet, { port, address }) => {
    const { name, type, end } = readQuestion(packet);
    asked.push(name);
    const records = find(name);
    const answers = recordsOf(records, type);
    const header = Buffer.alloc(HEADER_BYTES);
    packet.copy(header, 0, 0, 2);
    header.writeUInt16BE(records ? AUTHORITATIVE_ANSWER : AUTHORITATIVE_ANSWER + NO_SUCH_NAME, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([header, packet.subarray(HEADER_BYTES, end), ...answers]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, asked, close: () => socket.close() };
}

function readQuestion(packet: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = packet.readUInt8(at); length > 0; length = packet.readUInt8(at)) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

function recordsOf(records: Records | null, type: number): Buffer[] {
  if (type === TYPE_CNAME && records?.cname) return [record(type, nameBytes(records.cname))];
  if (type === TYPE_A) return (records?.a ?? []).map((address) => record(type, addressBytes(address)));
  return [];
}

function record(type: number, data: Buffer): Buffer {
  const fields = Buffer.alloc(10);
  fields.writeUInt16BE(type, 0);
  fields.writeUInt16BE(CLASS_INTERNET, 2);
  fields.writeUInt16BE(data.length, 8);
  return Buffer.concat([SAME_NAME, fields, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

const addressBytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));
