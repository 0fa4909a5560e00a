// Log lines as one JSON object each, so that a log store can query their fields.
import type { LogFields, Logger } from './ports/logger.ts';

/** @param write one line, without its end */
export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string) => (message: string, fields: LogFields) =>
    write(JSON.stringify({ level, message, ...fields }));
  return { info: log('info'), error: log('error') };
}
