// Tokens as an attacker, or a careless issuer, would make them.
import { constants, createHmac, createPublicKey, KeyObject, sign as signBytes } from 'node:crypto';
import { CompactSign, exportSPKI } from 'jose';
import type { KeyPair } from './tokens.ts';

/** The parts of a token, encoded as they are given. */
export function assemble(header: unknown, claims: unknown, signature: string | Buffer = ''): string {
  const end = typeof signature === 'string' ? signature : signature.toString('base64url');
  return `${encoded(header)}.${encoded(claims)}.${end}`;
}

/** What is not JSON stays as it is. */
export function signText(payload: string, { privateKey, jwk }: KeyPair): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: jwk.kid })
    .sign(privateKey);
}

/** With a secret in place of a private key. */
export function signHs256(header: object, claims: unknown, secret: string | Buffer): string {
  const input = `${encoded({ ...header, alg: 'HS256' })}.${encoded(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Truly signed, with another algorithm that an RSA key is good for, whatever the header says. */
export function signRsa(header: object, claims: unknown, key: KeyPair, alg: 'RS512' | 'PS256'): string {
  const input = `${encoded(header)}.${encoded(claims)}`;
  const signature = signBytes(`sha${alg.slice(2)}`, Buffer.from(input), {
    key: KeyObject.from(key.privateKey),
    ...(alg === 'PS256' && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  });
  return `${input}.${signature.toString('base64url')}`;
}

/** These parts of one token in the place of another's. */
export function replaced(token: string, parts: { header?: unknown; claims?: unknown }): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const { header, claims } = parts;
  return [
    header === undefined ? head : encoded(header),
    claims === undefined ? body : encoded(claims),
    signature,
  ].join('.');
}

export function pemOf({ publicKey }: KeyPair): Promise<string> {
  return exportSPKI(publicKey);
}

export async function derOf(key: KeyPair): Promise<Buffer> {
  return createPublicKey(await pemOf(key)).export({ type: 'spki', format: 'der' });
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
