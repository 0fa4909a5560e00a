// An HTTP answer as plain data, and its way onto the wire with the header habits of Kestrel.
import type { ServerResponse } from 'node:http';

export interface Answer {
  status: number;
  headers?: [name: string, value: string][];
  /** Absent: empty, with `Content-Length: 0`. Present: chunked, as everything that a handler answers. */
  body?: Uint8Array;
  /** Ends the connection: the rest of the request is not read. */
  close?: boolean;
}

const bodyless = new Set([204, 205, 304]);

export function emptyAnswer(status: number, headers: [string, string][] = []): Answer {
  return { status, headers };
}

export function textAnswer(status: number, contentType: string, text: string): Answer {
  return { status, headers: [['Content-Type', contentType]], body: Buffer.from(text) };
}

export function send(response: ServerResponse, answer: Answer, customHeaders: Record<string, string>): void {
  const headers = [...(answer.headers ?? []), ...Object.entries(customHeaders), ['Server', 'Kestrel']];
  if (answer.close === true) headers.push(['Connection', 'close']);
  // Kestrel does not name a connection that stays open.
  else response.removeHeader('connection');
  if (answer.body === undefined && !bodyless.has(answer.status)) headers.push(['Content-Length', '0']);
  response.writeHead(answer.status, headers.flat());
  response.end(bodyless.has(answer.status) ? undefined : answer.body);
}
