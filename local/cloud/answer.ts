// The answer of a simulated service as data, so that faults can change it before it is written to the socket.

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; left out: an empty body. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: string;
}

/** A status and an error code that a test can exchange, for answers that no source proves. */
export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** The error envelope of ARM, which Microsoft Graph widens by innerError. */
export function errorAnswer(error: ErrorAnswer, headers?: Record<string, string>): Answer {
  const body = { error: { code: error.code, message: error.message } };
  return headers === undefined ? { status: error.status, body } : { status: error.status, body, headers };
}

/** Loud on purpose: a call that is not simulated must never look like an answer of Azure. */
export function notSimulated(method: string, host: string, path: string, why: string): Answer {
  const message = `The simulated Azure does not know ${method} https://${host}${path}: ${why}.`;
  return { status: 501, body: { error: { code: 'NotSimulated', message, method, host, path } } };
}
