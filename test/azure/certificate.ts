// A self-signed certificate made on the spot: just enough DER, so that no key lies in the repository.
import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';

export interface MadeCertificate {
  /** Certificate and private key in one file, as CERTIFICATE_PATH wants it. */
  pem: string;
  certificate: X509Certificate;
  publicKey: KeyObject;
  privateKeyPem: string;
}

const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

export function makeCertificate(name: string): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const validity = sequence(utcTime('250101000000Z'), utcTime('490101000000Z'));
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const serial = der(0x02, Buffer.from([1]));
  const toSign = sequence(serial, SHA256_WITH_RSA, subject, validity, subject, keyInfo);
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', toSign, privateKey)]));
  const certificate = new X509Certificate(sequence(toSign, SHA256_WITH_RSA, signature));
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem: `${privateKeyPem}${certificate.toString()}`, certificate, publicKey, privateKeyPem };
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const sized =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...sized]), content]);
}
