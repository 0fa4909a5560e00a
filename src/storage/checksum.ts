// Tells a whole file from a torn or a changed one.
import { hash } from 'node:crypto';

/** 32 hexadecimal digits */
export function checksum(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
