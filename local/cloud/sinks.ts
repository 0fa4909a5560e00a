// A receiver of webhooks under /_sink/NAME: it keeps what is posted there and answers 202, unless a fault on the
// operation `sink.NAME` says otherwise. Control and tests read what came.
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { CloudRequest } from './request.ts';

export interface Received {
  /** ISO 8601 UTC */
  at: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** What it was answered; absent while that is not known, and where the connection was cut. */
  status?: number;
}

/** Older ones go: a sink is no archive. */
const MOST_KEPT = 1000;

const PATH = /^\/_sink\/([\w-]{1,40})\/?$/;

/** Of a request for a sink; undefined for any other. */
export function sinkName({ method, path }: CloudRequest): string | undefined {
  return method === 'POST' ? PATH.exec(path)?.[1] : undefined;
}

export class SinkBook {
  readonly #received = new Map<string, Received[]>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(name: string, { headers, body }: CloudRequest): Received {
    const received: Received = { at: this.#now().toISOString(), headers, body };
    this.#received.set(name, [...this.list(name), received].slice(-MOST_KEPT));
    return received;
  }

  /** Oldest first; those that were refused too. */
  list(name: string): Received[] {
    return this.#received.get(name) ?? [];
  }

  clear(name: string): void {
    this.#received.delete(name);
  }
}

export const TAKEN: Answer = { status: 202 };
