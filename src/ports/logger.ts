// Log lines: the message is a constant, what varies stands in fields. Never a token, secret or webhook address.

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  info(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}
