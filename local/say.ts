// What a person at the terminal reads: the product's own words on stdout, log lines dimmed on stderr.
import type { LogFields, Logger } from '../src/ports/logger.ts';
import { plain, style } from './terminal.ts';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export const localLogger: Logger = {
  info: (message, fields) => log('dim', message, fields),
  error: (message, fields) => log('red', message, fields),
};

function log(format: 'dim' | 'red', message: string, fields: LogFields): void {
  const time = new Date().toISOString().slice(11, 19);
  const told = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${lines(String(value))}`);
  process.stderr.write(`${style(format, `${time} ${message}${told.join('')}`)}\n`);
}

/** What others said may stand in it, such as the words of Azure. A stack has lines. */
function lines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
