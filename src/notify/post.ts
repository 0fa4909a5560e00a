// One POST to a receiver, over a connection to an address that was checked: the name is not asked for again, so that it
// cannot lead elsewhere meanwhile. No redirect is followed, and of the answer only status and Retry-After are read.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { parseRetryAfter, type TryOutcome } from '../domain/delivery-try.ts';
import { resolveTarget, type Resolve, type Target } from './target.ts';

/** For all of it: the name, the connection, the answer. */
const POST_LIMIT_MS = 10_000;

export interface Post {
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface PostOptions {
  resolve: Resolve;
  /** Of Retry-After. */
  now: () => Date;
  limitMs?: number;
}

/** Never throws. */
export async function post(
  target: Target,
  { headers, body }: Post,
  { resolve, now, limitMs = POST_LIMIT_MS }: PostOptions,
): Promise<TryOutcome> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    const resolved = await within(signal, resolveTarget(target, resolve));
    if ('refused' in resolved) return { kind: 'refused', cause: 'address-not-allowed' };
    const { status, retryAfter } = await send(target, resolved.addresses, { headers, body }, signal);
    if (status >= 200 && status < 300) return { kind: 'delivered' };
    if (status === 410) return { kind: 'gone' };
    return {
      kind: 'failed',
      cause: `HTTP ${status}`,
      status,
      retryAfterMs: parseRetryAfter(retryAfter, now()),
    };
  } catch (error) {
    return { kind: 'failed', cause: signal.aborted ? 'timeout' : codeOf(error) };
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

function send(
  { url }: Target,
  addresses: readonly string[],
  { headers, body }: Post,
  signal: AbortSignal,
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection of its own, never one of a pool that was opened to another address.
      agent: false,
      lookup: pinnedTo(addresses),
      signal,
    });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      // What else it says is of no interest, and may never end.
      answer.once('error', () => undefined);
      answer.destroy();
      resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
    });
    sent.end(body);
  });
}

function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    const [first] = all;
    if (options.all === true) callback(null, all);
    else callback(null, first?.address ?? '', first?.family ?? 0);
  };
}

/** A name service that hangs is not waited for. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

/** Messages of Node.js name hosts and addresses, and these are secrets here: only the code is told. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no-answer';
}
