// The one small file that says what an identity's state is: who holds the lease, the record, and where the rest lies.
import * as z from 'zod';
import { StoreUnavailable } from '../ports/store.ts';
import { checksum } from './checksum.ts';
import { storedLease } from './lease-rules.ts';

const SCHEMA_VERSION = 1;

const reference = z.string().regex(/^[0-9a-f.]+\.page [0-9a-f]{32}$/u);

const stateSchema = z.object({
  identity: z.string(),
  lease: storedLease.optional(),
  /** Checked by the checksum only: this store wrote it, and its shape is the domain's business. */
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
  }),
  /** The day (UTC) when what is too old was last dropped. */
  sweptOn: z.string().optional(),
});

const bodySchema = z.object({
  /** Marks of the last commits, this one first: how a commit learns afterwards whether it went in. */
  history: z.array(z.string()).min(1),
  state: stateSchema,
});

export type State = z.infer<typeof stateSchema>;
export type Manifest = z.infer<typeof bodySchema>;
export type TreeName = keyof State['roots'];

/** Two lines: the header, which stays the same in every schema version, and the body. */
export function formatManifest(manifest: Manifest): string {
  const body = JSON.stringify(manifest);
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, sum: checksum(body) })}\n${body}\n`;
}

/**
 * @returns undefined for a torn one
 * @throws StoreUnavailable where it is whole and not to be understood
 */
export function parseManifest(text: string, path: string): Manifest | undefined {
  const [head = '', body = '', rest] = text.split('\n');
  const header = headerSchema.safeParse(parseJson(head));
  if (!header.success) return undefined;
  const { schemaVersion, sum } = header.data;
  if (schemaVersion > SCHEMA_VERSION)
    throw new StoreUnavailable(
      `${path} has schema version ${schemaVersion}, and this release knows ${SCHEMA_VERSION}: it was written by a newer Lighthouse Keeper. It is left as it is; run that release, or set another folder.`,
    );
  if (rest !== '' || sum !== checksum(body)) return undefined;
  const manifest = bodySchema.safeParse(parseJson(body));
  if (!manifest.success)
    throw new StoreUnavailable(`${path} cannot be understood: ${z.prettifyError(manifest.error)}`);
  return manifest.data;
}

const headerSchema = z.object({ schemaVersion: z.number(), sum: z.string().optional() });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
