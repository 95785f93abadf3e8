/** The one provider whose secret is made anew for each request: a statement signed with the app's key. */
import { createPrivateKey, sign } from 'node:crypto';

const SECONDS = 300;

export function appleSecret(appId: string, fields: Readonly<Record<string, string>>, now = Date.now()): string {
  const seconds = Math.floor(now / 1000);
  const header = encode({ alg: 'ES256', kid: fields.keyID });
  const claims = encode({
    iss: fields.teamID,
    iat: seconds,
    exp: seconds + SECONDS,
    aud: 'https://appleid.apple.com',
    sub: appId,
  });
  const statement = `${header}.${claims}`;
  const signature = sign('sha256', Buffer.from(statement), {
    // Pasted into a field of one line, the key's line breaks come as the two characters that stand for one.
    key: createPrivateKey((fields.p8 ?? '').replaceAll('\\n', '\n')),
    dsaEncoding: 'ieee-p1363',
  });
  return `${statement}.${signature.toString('base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
