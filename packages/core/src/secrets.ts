/** Keys derived from the one master secret, and what is sealed with them. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Version of the key that sealed a text; a later key gets the next number. */
const KEY_VERSION = '1';

export interface Secrets {
  /** AES-256-GCM text, with the key's version in front. */
  seal(text: string): string;
  /** Throws when the text was sealed with another key. */
  open(sealed: string): string;
  /** Signs JWTs; derived, so that a leak of one use tells nothing of another. */
  readonly jwtKey: Buffer;
  /** HMAC-SHA256 in hex under a key of this purpose. */
  sign(purpose: string, text: string): string;
}

export function openSecrets(master: string): Secrets {
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', master, 'plinth', label, 32));
  const sealingKey = derive('seal');
  return {
    jwtKey: derive('jwt'),
    seal(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, iv);
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${KEY_VERSION}:${Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64')}`;
    },
    open(sealed) {
      const [version, encoded = ''] = sealed.split(':', 2);
      if (version !== KEY_VERSION) throw new Error(`There is no key of version ${version}.`);
      const raw = Buffer.from(encoded, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, raw.subarray(0, 12));
      decipher.setAuthTag(raw.subarray(12, 28));
      return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString('utf8');
    },
    sign: (purpose, text) =>
      createHmac('sha256', derive(`sign:${purpose}`))
        .update(text)
        .digest('hex'),
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A fresh secret in hex; the usual 128 bytes give the 256 characters that clients know. */
export const newSecret = (bytes = 128): string => randomBytes(bytes).toString('hex');

/** Compares in a time that does not tell where the texts differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
