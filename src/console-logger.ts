// Log lines as one JSON object each, so that a log store can query their fields.
import type { LogFields, Logger } from './ports/logger.ts';

/**
 * @param write one line, without its end
 * @param traceId of the trace that the code runs in, if any
 */
export function createLogger(
  write: (line: string) => void,
  traceId: () => string | undefined = () => undefined,
): Logger {
  const log = (level: string) => (message: string, fields: LogFields) =>
    write(JSON.stringify({ level, message, ...fields, traceId: traceId() }));
  return { info: log('info'), error: log('error') };
}
