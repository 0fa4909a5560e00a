// What a run, or a reader, asks of a store with ten thousand rows, once and in a process of its own: BENCH_STEP.
import * as z from 'zod';
import type { Run } from '../src/domain/run.ts';
import { emptyTotals } from '../src/domain/run.ts';
import { systemClock } from '../src/ports/clock.ts';
import type { StateStore } from '../src/ports/store.ts';
import { openFileStore } from '../src/storage/file-store.ts';
import { openTablesStore } from '../src/storage/tables-store.ts';
import { allPages } from '../src/use-cases/all-pages.ts';
import { firstRecord } from '../src/use-cases/conclude-run.ts';
import { reportMeasure, storePlace } from './measured.ts';
import { rowsOfFleet } from './store-rows.ts';

const IDENTITY = 'default';

const place = storePlace.parse(JSON.parse(process.env['BENCH_STORE'] ?? ''));
const step = z.enum(['first-run', 'quiet-run', 'full-read']).parse(process.env['BENCH_STEP']);
const rows = Number(process.env['BENCH_ROWS']);

const store = openPlace();
const given = step === 'first-run' ? rowsOfFleet(rows) : [];
const startedAt = performance.now();
if (step === 'full-read') await readAll(store);
else await run(store);
reportMeasure(performance.now() - startedAt, 0);

function openPlace(): StateStore {
  const clock = systemClock;
  if ('folder' in place) return openFileStore({ folder: place.folder, clock });
  const { tableName, connectionString } = place;
  return openTablesStore({ tableName, service: { connectionString }, clock });
}

/** Page by page, as the API does it, keeping none. */
async function readAll(from: StateStore): Promise<void> {
  let count = 0;
  for await (const row of allPages((page) => from.listRows(IDENTITY, page))) count += row.read ? 1 : 0;
  if (count !== rows) throw new Error(`${count} rows of ${rows} were read.`);
}

/** The steps of a run on its store, without Azure: as src/use-cases/reconcile.ts takes them. */
async function run(on: StateStore): Promise<void> {
  const now = systemClock.now().toISOString();
  const running = newRun(`${now}-${step}`, now);
  const answer = await on.acquireLease(IDENTITY, running.id, 60_000);
  if (answer.kind === 'held') throw new Error(`Run ${answer.runId} holds the lease.`);
  const { lease } = answer;
  await on.listRuns({ limit: 100 });
  await on.commit(lease, { runs: [running] });
  const record = (await on.readIdentity(IDENTITY)) ?? firstRecord(IDENTITY);
  const before = new Map<string, unknown>();
  for await (const row of allPages((page) => on.listRows(IDENTITY, page)))
    before.set(row.subscriptionId, row);
  if (before.size !== (step === 'first-run' ? 0 : rows)) throw new Error(`${before.size} rows were read.`);
  const ended: Run = { ...running, state: 'succeeded', endedAt: now };
  await on.commit(lease, { identity: { ...record, observedAt: now }, runs: [ended], putRows: given });
  await on.releaseLease(lease);
}

function newRun(id: string, startedAtTime: string): Run {
  const link = { state: 'right', wantedPartnerId: '7000001', partnerId: '7000001' } as const;
  return {
    id,
    identity: IDENTITY,
    trigger: 'timer',
    dryRun: false,
    state: 'running',
    startedAt: startedAtTime,
    link: { before: link, action: 'none', after: link },
    totals: emptyTotals(),
    calls: {},
    events: 0,
    findings: [],
  };
}
