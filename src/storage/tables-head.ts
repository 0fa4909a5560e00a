// The head of an identity: one entity that says what its state is. Who holds the lease, the record, the last runs, and
// the roots of the trees of pages: all that a commit changes becomes visible by replacing this one entity, under its
// ETag, and lease, renewal and takeover go through the same gate. That is the whole of atomicity and fencing here:
// Tables has transactions over 100 entities and 4 MiB of one partition only, and a first run is larger.
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { StoreUnavailable } from '../ports/store.ts';
import { folderName } from './folder-name.ts';
import { storedLease } from './lease-rules.ts';
import type { Changes } from './log-changes.ts';
import type { Found, TablesAccess } from './tables-access.ts';
import { fromEntities, toEntities } from './tables-entity.ts';

const HEADS = 'heads';
/** A change finds its mark again unless so many others went in before it looked. */
const HISTORY = 32;

/** Keys and values; null takes the key away. */
const changes = z
  .array(z.tuple([z.string(), z.unknown()]))
  .transform((entries): Changes => new Map(entries.map(([key, value]) => [key, value ?? undefined])));

const reference = z.string().regex(/^\d+\.[0-9a-f]+\.\d+\.\d+$/);

const headSchema = z.object({
  identity: z.string(),
  /** Counts commits. Pages are named for the commit that wrote them; leases come and go without a new one. */
  version: z.int().min(0),
  /** Marks of the last changes, this one first: how a change whose answer was lost learns that it went in. */
  history: z.array(z.string()),
  lease: storedLease.optional(),
  /** Its shape is the domain's business. */
  record: z.unknown().optional(),
  /** The root page of each tree; absent while it is empty. */
  roots: z.object({
    rows: reference.optional(),
    runs: reference.optional(),
    runIds: reference.optional(),
    events: reference.optional(),
    eventIds: reference.optional(),
    words: reference.optional(),
    expected: reference.optional(),
    /** A record that is too long for the head, as the only value of a tree. */
    record: reference.optional(),
  }),
  /** The last runs lie here and not in their trees yet: each run, also a quiet one, is written twice. */
  recent: z.object({ runs: changes, runIds: changes }),
  /** Pages that no tree names any longer, and since when: readers may still be at them. */
  retired: z.array(z.object({ at: z.iso.datetime(), pages: z.array(reference) })),
  /** A process may have died with pages written that no head names. */
  unswept: z.boolean(),
  /** Fencing token of the lease under which the last runs were moved or old ones dropped last: once in a run. */
  chore: z.int().optional(),
  /** The day (UTC) when runs and events older than that were dropped last. */
  dropped: z.object({ on: z.string(), before: z.iso.datetime() }).optional(),
});

/** All but what the head keeps for itself. */
export type HeadState = Omit<z.infer<typeof headSchema>, 'version' | 'history'>;
export type TablesTree = keyof HeadState['roots'];

export interface HeadSnapshot {
  /** Absent where there is none yet. */
  etag: string | undefined;
  version: number;
  history: string[];
  state: HeadState;
}

export interface Head {
  /** Partition of the identity's pages, and row key of its head: a plain name whatever the identity is called. */
  partition: string;
  read(): Promise<HeadSnapshot>;
  /** @returns false where another change came first */
  put(base: HeadSnapshot, version: number, state: HeadState): Promise<boolean>;
}

export function openHead(tables: TablesAccess, identity: string): Head {
  const rowKey = folderName(identity);

  async function read(): Promise<HeadSnapshot> {
    const found = await tables.get(HEADS, rowKey);
    return found
      ? toSnapshot(found)
      : { etag: undefined, version: 0, history: [], state: emptyState(identity) };
  }

  return {
    partition: rowKey,
    read,
    async put(base, version, state) {
      const mark = randomBytes(6).toString('hex');
      const text = formatHead(version, [mark, ...base.history].slice(0, HISTORY), state);
      const [only, ...more] = toEntities(text);
      if (!only || more.length > 0)
        throw new StoreUnavailable(
          `The head of ${rowKey} has outgrown an entity: ${text.length} characters.`,
        );
      const entity = { partitionKey: HEADS, rowKey, properties: only.properties };
      const isIn =
        base.etag === undefined ? await tables.insert(entity) : await tables.replace(entity, base.etag);
      // Told that another came first, it may have been our own try before, whose answer was lost.
      return isIn || (await read()).history.includes(mark);
    },
  };
}

/** Of every identity, with the name of its partition, in the order of these names. */
export async function readHeads(tables: TablesAccess): Promise<(HeadSnapshot & { partition: string })[]> {
  return (await tables.list(HEADS)).map((found) => ({ partition: found.rowKey, ...toSnapshot(found) }));
}

function emptyState(identity: string): HeadState {
  return {
    identity,
    roots: {},
    recent: { runs: new Map(), runIds: new Map() },
    retired: [],
    unswept: false,
  };
}

function formatHead(version: number, history: string[], { recent, ...state }: HeadState): string {
  const entries = (changes: Changes) => [...changes].map(([key, value]) => [key, value ?? null]);
  return JSON.stringify({
    version,
    history,
    ...state,
    recent: { runs: entries(recent.runs), runIds: entries(recent.runIds) },
  });
}

function toSnapshot({ rowKey, etag, properties }: Found): HeadSnapshot {
  const name = `The head of ${rowKey}`;
  const head = headSchema.safeParse(JSON.parse(fromEntities([properties], name)));
  if (!head.success)
    throw new StoreUnavailable(`${name} cannot be understood: ${z.prettifyError(head.error)}`);
  const { version, history, ...state } = head.data;
  return { etag, version, history, state };
}
