import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Larger bodies travel compressed. JSON in JSON doubles every quote, so a change may be twice as long as the largest
 * request; compressed, it is never longer than what it tells.
 */
const PACKED_FROM_BYTES = 512 * 1024;
const GZIP_MARK = 0x1f;

export function pack(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return bytes.length < PACKED_FROM_BYTES ? bytes : gzipSync(bytes, { level: 1 });
}

/** JSON text never begins with the mark of gzip. */
export function unpack(bytes: Uint8Array): string {
  return (
    bytes[0] === GZIP_MARK ? gunzipSync(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  ).toString('utf8');
}
