// One request as it is written, over a connection that is kept: odd paths, odd bytes, bodies in chunks. What fetch
// would tidy up is sent as it is.
import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { Answer } from './host.ts';

export interface RawRequest {
  method: string;
  /** Path and query as they go onto the wire: Node and Kestrel refuse what is not ASCII. */
  target: string;
  headers: OutgoingHttpHeaders;
  body?: Buffer;
  /** Without a Content-Length. */
  isChunked?: boolean;
}

export interface RawCaller {
  /** @throws Error where nothing is answered within the deadline */
  call: (sent: RawRequest) => Promise<Answer>;
  close: () => void;
}

export function rawCaller(
  url: string,
  { connections, deadlineMs }: { connections: number; deadlineMs: number },
): RawCaller {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call = async ({ method, target, headers, body, isChunked = false }: RawRequest): Promise<Answer> => {
    const signal = AbortSignal.timeout(deadlineMs);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const length = isChunked ? { 'transfer-encoding': 'chunked' } : lengthOf(body);
      const sent = request({
        agent,
        hostname,
        port,
        method,
        path: target,
        headers: { ...headers, ...length },
        signal,
      });
      sent.on('response', resolve);
      sent.on('error', reject);
      sent.end(body);
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer) chunks.push(chunk as Uint8Array);
    const text = Buffer.concat(chunks).toString('utf8');
    const pairs = Object.entries(answer.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return { status: answer.statusCode ?? 0, headers: new Headers(pairs), text, json: parseJson(text) };
  };
  return { call, close: () => agent.destroy() };
}

function lengthOf(body: Buffer | undefined): OutgoingHttpHeaders {
  return body === undefined ? {} : { 'content-length': body.length };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
