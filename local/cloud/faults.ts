// Faults on demand: which calls they hit, and what they do to them; a zod schema, for they also come over HTTP.
import * as z from 'zod';

const target = {
  /** An operation's name, or how it begins: `registrationAssignments`, `partner.` (not `partners.get`). Default: all. */
  operation: z.string().min(1).optional(),
  /** A part of `GET /path?query`, or the source of a regular expression, in any case. Default: all. */
  match: z.string().min(1).optional(),
  /** Of this client alone: client id of the principal that asks for a token or carries one. Default: all. */
  clientId: z.guid().optional(),
  /** How many calls it hits. Default: every one. */
  times: z.int().min(1).optional(),
  /** How many matching calls it lets pass first. Default 0. */
  skip: z.int().min(0).optional(),
};

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...target,
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    code: z.string().optional(),
    /** In place of the error envelope; a string is sent as it is. */
    body: z.unknown().optional(),
    /** The header as it is: seconds, or an HTTP date. */
    retryAfter: z.union([z.number(), z.string()]).optional(),
    /** The header as it is: where a redirect leads. */
    location: z.string().optional(),
  }),
  /** Answers 200 (or `status`) with this body, without doing the work; a string is sent as it is. */
  z.strictObject({
    ...target,
    kind: z.literal('body'),
    body: z.unknown(),
    status: z.int().min(200).max(599).optional(),
  }),
  /** Waits before the work is done. */
  z.strictObject({ ...target, kind: z.literal('delay'), ms: z.int().min(0) }),
  z.strictObject({
    ...target,
    kind: z.enum([
      /** Resets the connection before the work is done. */
      'reset',
      /** Does the work, then resets the connection. */
      'lost-answer',
      /** Half of the JSON, in an answer that is otherwise whole. */
      'truncate',
      /** A list's page without rows; its nextLink leads to the real page. */
      'empty-page',
      /** A list's page without its nextLink. */
      'lose-page',
      /** entra.token gives a token whose signature is broken; any other call is answered as one with a bad token. */
      'bad-token',
    ]),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** What faults choose a call by. */
export interface FaultyCall {
  operation: string;
  /** `GET /path?query` */
  text: string;
  /** In lower case; undefined where nobody is named. */
  clientId: () => string | undefined;
}

const decisive: ReadonlySet<Fault['kind']> = new Set(['status', 'body', 'reset', 'lost-answer', 'bad-token']);

interface Armed {
  fault: Fault;
  matched: number;
  hits: number;
}

export class FaultBook {
  #armed: Armed[] = [];

  /** Throws a ZodError that names the field where the fault is not one. */
  add(fault: Fault): void {
    this.#armed.push({ fault: faultSchema.parse(fault), matched: 0, hits: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  list(): (Fault & { hits: number })[] {
    return this.#armed.map(({ fault, hits }) => ({ ...fault, hits }));
  }

  /**
   * The faults that hit this call, in the order in which they were added. One that decides the answer ends the list:
   * later ones neither hit nor count the call, so that faults with `times` follow one another.
   */
  take(call: FaultyCall): Fault[] {
    const taken: Fault[] = [];
    for (const armed of this.#armed) {
      if (!hits(armed, call)) continue;
      taken.push(armed.fault);
      if (decisive.has(armed.fault.kind)) break;
    }
    return taken;
  }
}

function hits(armed: Armed, { operation, text, clientId }: FaultyCall): boolean {
  const { fault } = armed;
  if (fault.operation !== undefined && !operation.startsWith(fault.operation)) return false;
  if (fault.match !== undefined && !matches(fault.match, text)) return false;
  if (fault.clientId !== undefined && fault.clientId.toLowerCase() !== clientId()) return false;
  armed.matched += 1;
  if (armed.matched <= (fault.skip ?? 0)) return false;
  if (armed.hits >= (fault.times ?? Infinity)) return false;
  armed.hits += 1;
  return true;
}

function matches(match: string, text: string): boolean {
  if (text.toLowerCase().includes(match.toLowerCase())) return true;
  try {
    return new RegExp(match, 'i').test(text);
  } catch {
    return false;
  }
}
