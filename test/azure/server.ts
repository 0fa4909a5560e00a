// A tiny server that speaks as a test tells it, where the simulated Azure is too well-behaved: it gives tokens to
// whoever asks, notes every request, and answers the rest as its script says.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  method: string;
  /** The host that it was meant for. */
  host: string;
  /** With the query, as it came. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  /** Default 200. */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, in place of `json`. */
  text?: string;
}

export type Script = (
  request: Received,
  /** How many requests of this method and path came before. */
  before: number,
) => Reply | 'reset' | 'silence' | undefined | Promise<Reply | 'reset' | 'silence'>;

export interface ScriptedServer {
  url: string;
  /** Every request but those for tokens, which stand in `tokens`. */
  received: Received[];
  tokens: Received[];
}

export interface TokenClaims {
  tid: string;
  oid: string;
}

export function unsignedToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.none`;
}

/** The answer of Entra with this token. */
export function tokenReply(token: string, expiresInSeconds = 3600): Reply {
  return { json: { token_type: 'Bearer', expires_in: expiresInSeconds, access_token: token } };
}

/** A server that ends with the test. */
export async function serverForTest(
  claims: TokenClaims,
  script: Script,
  entra?: Script,
): Promise<ScriptedServer> {
  const server = await startServer(claims, script, entra);
  onTestFinished(server.close);
  return server;
}

/**
 * @param script undefined: 404 with Azure's envelope
 * @param entra what the token endpoint answers; by default a token of `claims`
 */
export async function startServer(
  claims: TokenClaims,
  script: Script,
  entra?: Script,
): Promise<ScriptedServer & { close: () => Promise<void> }> {
  const received: Received[] = [];
  const tokens: Received[] = [];
  const giveToken = entra ?? (() => tokenReply(unsignedToken(claims)));
  const server = createServer((message, response) => {
    void serve(message, response);
  });
  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    const forEntra = request.path.includes('/oauth2/v2.0/token');
    const log = forEntra ? tokens : received;
    // Entra's path carries an id of the request: there, every one counts.
    const same = (each: Received) =>
      forEntra || (each.method === request.method && each.path === request.path);
    const before = log.filter(same).length;
    log.push(request);
    const reply = (await (forEntra ? giveToken : script)(request, before)) ?? NOT_FOUND;
    if (reply === 'silence') return;
    if (reply === 'reset') message.socket.resetAndDestroy();
    else write(response, reply);
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, tokens, close };
}

const NOT_FOUND: Reply = { status: 404, json: { error: { code: 'NotFound', message: 'Nothing is here.' } } };

async function read(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? '',
    host: String(message.headers['x-forwarded-host'] ?? ''),
    path: message.url ?? '',
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(response: ServerResponse, { status = 200, headers = {}, json, text }: Reply): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers });
  response.end(body);
}
