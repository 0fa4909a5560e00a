// The HTTP server: opens the port, hands requests to the pipeline, and closes without cutting anyone off.
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { format } from 'node:util';
import { emptyAnswer, send } from './answer.ts';
import type { Pipeline } from './http-pipeline.ts';

export interface HttpServer {
  port: number;
  /** Takes no connection from now on; waits for the requests under way, then cuts what is left. */
  close(timeoutMs: number): Promise<void>;
}

export async function openServer(options: {
  port: number;
  pipeline: Pipeline;
  customHeaders: Record<string, string>;
  logError: (message: string) => void;
}): Promise<HttpServer> {
  let isClosing = false;
  /** Requests under way by connection. Node's own closeIdleConnections leaves those that never asked for anything. */
  const underWay = new Map<Socket, number>();
  const endIdle = (socket: Socket) => {
    if (isClosing && underWay.get(socket) === 0) socket.destroySoon();
  };
  // Kestrel's limit and its keep-alive timeout (KestrelServerLimits).
  const server = createServer({ maxHeaderSize: 32_768, keepAliveTimeout: 130_000 }, (request, response) => {
    const { socket } = request;
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.on('close', () => {
      underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
      endIdle(socket);
    });
    options
      .pipeline(request)
      .catch((error: unknown) => {
        options.logError(`Request ${request.method} failed in the host: ${format(error)}`);
        return emptyAnswer(500);
      })
      .then((answer) =>
        send(response, isClosing ? { ...answer, close: true } : answer, options.customHeaders),
      )
      .catch((error: unknown) => {
        options.logError(`An answer could not be sent: ${format(error)}`);
        response.destroy();
      });
  });
  server.on('connection', (socket: Socket) => {
    underWay.set(socket, 0);
    socket.on('close', () => underWay.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async (timeoutMs) => {
      isClosing = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of underWay.keys()) endIdle(socket);
      const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
