// The HTTP server under a cloud: reads a request, writes an answer or cuts the connection, and closes without hanging.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answer.ts';
import { readRequest } from './request.ts';
import type { CloudRequest } from './request.ts';

export type Handler = (request: CloudRequest) => Promise<Answer | 'reset'>;

/** Longer than any pause of a client, so that a kept connection is not closed just as it is used again. */
const KEEP_ALIVE_MS = 120_000;

/** Listens on 127.0.0.1 only; port 0 picks a free one. */
export async function listen(port: number, handler: Handler): Promise<{ server: Server; url: string }> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (message, response) => {
    void serve(message, response, handler);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}

async function serve(message: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
  try {
    const answer = await handler(await readRequest(message));
    if (answer === 'reset') message.socket.resetAndDestroy();
    else write(response, answer);
  } catch (error) {
    // A client that went away, or a wait that ended because the cloud closes, leaves nobody to answer.
    if (message.socket.destroyed || (error instanceof Error && error.name === 'AbortError')) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(response, { status: 500, body: { error: { code: 'SimulatorFailed', message: text } } });
  }
}

function write(response: ServerResponse, answer: Answer): void {
  const text = answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const type: Record<string, string> =
    text === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
  response.writeHead(answer.status, {
    ...type,
    ...answer.headers,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
