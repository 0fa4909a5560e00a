// Stands between the product and the simulated Azure, hands everything on, and notes what is secret in it: tokens,
// client secrets, and the headers that carry them.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../harness/keeper.ts';

export interface Eavesdropper {
  url: string;
  secrets: ReadonlySet<string>;
}

export async function eavesdrop(test: Cleanup, cloudUrl: string): Promise<Eavesdropper> {
  const secrets = new Set<string>();
  const note = (text: string) => {
    for (const match of text.matchAll(/"access_token":"([^"]+)"|client_secret=([^&]+)|^Bearer (\S+)$/g))
      for (const secret of match.slice(1)) if (secret !== undefined) secrets.add(secret);
  };
  const server = createServer((incoming, outgoing) => {
    const target = new URL(cloudUrl);
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('data', (chunk: Buffer) => {
          note(chunk.toString('utf8'));
          outgoing.write(chunk);
        });
        answer.on('end', () => outgoing.end());
      },
    );
    note(incoming.headers.authorization ?? '');
    incoming.on('data', (chunk: Buffer) => {
      note(chunk.toString('utf8'));
      onward.write(chunk);
    });
    incoming.on('end', () => onward.end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  test.onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secrets };
}
