// The store for Azure: one table, which many processes may use at once, each of which may be killed at any request.
// The state of an identity is one head entity and the immutable pages that it names; a commit writes new pages and
// then replaces the head under its ETag, so a reader sees all of a commit or nothing of it, and of two processes that
// write on the same state one is told to look again. The trees in the pages are those of the file store.
import type { CheckedSubscription, ChecksRecord } from '../domain/checked-subscription.ts';
import type { DeliveryRecord } from '../domain/delivery.ts';
import type { KeeperEvent } from '../domain/event.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import type { Run } from '../domain/run.ts';
import type { WordChange } from '../domain/word-change.ts';
import type { AnswerClaim, AnswerHold, AnswerStore, ClaimedAnswer, KeptAnswer } from '../ports/answers.ts';
import type { Clock } from '../ports/clock.ts';
import {
  checksSpace,
  deliverySpace,
  EXPECTED_SPACE,
  type Change,
  type Lease,
  type LeaseAnswer,
  type Page,
  type PageRequest,
  type StateStore,
} from '../ports/store.ts';
import { answerAcquire, expiry, leaseLost, stillHolds, toStored } from './lease-rules.ts';
import { listPage } from './log-list.ts';
import { overlaid } from './overlay.ts';
import { openTables, type TablesAccess, type TablesOptions } from './tables-access.ts';
import { openTablesAnswers } from './tables-answers.ts';
import { createTablesCheck } from './tables-check.ts';
import type { Place } from './tables-commit.ts';
import { openHead, readHeads, type Head, type HeadSnapshot, type HeadState } from './tables-head.ts';
import type { Position } from './page-token.ts';
import { assertOfSpace } from './space-of-change.ts';
import { createTablesPageReader, type ReadTablesPage } from './tables-pages.ts';
import { createTablesWriter, type TablesWriter } from './tables-writer.ts';
import { openTree, type ReadTreePage, type Tree } from './tree.ts';
import { withNewest } from './with-newest.ts';

/** Calls nothing: `check` tells whether the table will do. It is made by the first write where it is missing. */
export function openTablesStore(options: TablesOptions): StateStore {
  return new TablesStore(openTables(options), options.clock);
}

class TablesStore implements StateStore {
  readonly #tables: TablesAccess;
  readonly #clock: Clock;
  readonly #readPage: ReadTablesPage;
  readonly #checkTable: () => Promise<void>;
  readonly #writers = new Map<string, TablesWriter>();
  readonly #answers: AnswerStore;

  constructor(tables: TablesAccess, clock: Clock) {
    this.#tables = tables;
    this.#clock = clock;
    this.#readPage = createTablesPageReader(tables);
    this.#checkTable = createTablesCheck(tables, clock);
    this.#answers = openTablesAnswers(tables, clock);
  }

  async check(): Promise<void> {
    await this.#checkTable();
    // A state of a newer release, say, is found now and not in the middle of a run.
    await readHeads(this.#tables);
  }

  async acquireLease(identity: string, runId: string, leaseMs: number): Promise<LeaseAnswer> {
    let answer: LeaseAnswer | undefined;
    await changeLease(this.#head(identity), (state) => {
      answer = answerAcquire(state, { identity, runId, leaseMs }, this.#clock.now());
      if (answer.kind === 'held') return undefined;
      // Who never gave its lease back may have died in the middle of a commit.
      const unswept = state.unswept || answer.abandonedRunId !== undefined;
      return { ...state, unswept, lease: toStored(answer.lease) };
    });
    if (!answer) throw new Error('The lease was not decided');
    return answer;
  }

  async renewLease(lease: Lease, leaseMs: number): Promise<Lease> {
    let renewed = lease;
    await changeLease(this.#head(lease.identity), (state) => {
      if (!stillHolds(state, lease, this.#clock.now())) throw leaseLost(lease);
      renewed = { ...lease, expiresAt: expiry(this.#clock.now(), leaseMs) };
      return { ...state, lease: toStored(renewed) };
    });
    return renewed;
  }

  async releaseLease(lease: Lease): Promise<void> {
    await changeLease(this.#head(lease.identity), (state) => {
      if (state.lease?.token !== lease.token || state.lease.released) return undefined;
      return { ...state, lease: { ...state.lease, released: true } };
    });
  }

  async commit(lease: Lease, change: Change): Promise<void> {
    assertOfSpace(lease.identity, change);
    const head = this.#head(lease.identity);
    let writer = this.#writers.get(head.partition);
    if (!writer) {
      writer = createTablesWriter(head, this.#place(head.partition), this.#clock);
      this.#writers.set(head.partition, writer);
    }
    return writer.commit(lease, change);
  }

  async readIdentity(identity: string): Promise<IdentityRecord | undefined> {
    return (await this.#readRecord(identity)) as IdentityRecord | undefined;
  }

  async listRows(identity: string, page: PageRequest): Promise<Page<SubscriptionRow>> {
    return this.#listOf(identity, 'rows', page);
  }

  async readRow(identity: string, subscriptionId: string): Promise<SubscriptionRow | undefined> {
    return this.#readRowOf(identity, subscriptionId);
  }

  async listRuns(page: PageRequest): Promise<Page<Run>> {
    return this.#list('runs', () => readHeads(this.#tables), page, runsOf);
  }

  async readRun(id: string): Promise<Run | undefined> {
    return withNewest(
      () => readHeads(this.#tables),
      async (heads) => {
        for (const { partition, state } of heads) {
          const { readPage } = this.#place(partition);
          const ids = overlaid(openTree(readPage, state.roots.runIds), state.recent.runIds);
          const key = parse(await ids.get(id)) as string | undefined;
          const run = key === undefined ? undefined : await runsOf(state, readPage).get(key);
          if (run !== undefined) return parse(run) as Run;
        }
        return undefined;
      },
    );
  }

  async listEvents(page: PageRequest): Promise<Page<KeeperEvent>> {
    const events = ({ roots }: HeadState, readPage: ReadTreePage) => openTree(readPage, roots.events);
    return this.#list('events', () => readHeads(this.#tables), page, events);
  }

  async listWords(space: string, page: PageRequest): Promise<Page<WordChange>> {
    return this.#listOf(space, 'words', page);
  }

  async listExpected(page: PageRequest): Promise<Page<ExpectedSubscription>> {
    return this.#listOf(EXPECTED_SPACE, 'expected', page);
  }

  async readExpected(subscriptionId: string): Promise<ExpectedSubscription | undefined> {
    return this.#find(EXPECTED_SPACE, async ({ roots }, readPage) => {
      const entry = parse(await openTree(readPage, roots.expected).get(subscriptionId));
      return entry as ExpectedSubscription | undefined;
    });
  }

  async readExpectedOutbox(): Promise<Outbox | undefined> {
    return (await this.#readRecord(EXPECTED_SPACE)) as Outbox | undefined;
  }

  async readDelivery(identity: string): Promise<DeliveryRecord | undefined> {
    return (await this.#readRecord(deliverySpace(identity))) as DeliveryRecord | undefined;
  }

  async claimAnswer(claim: AnswerClaim): Promise<ClaimedAnswer> {
    return this.#answers.claimAnswer(claim);
  }

  async keepAnswer(hold: AnswerHold, answer: KeptAnswer, keptMs: number): Promise<boolean> {
    return this.#answers.keepAnswer(hold, answer, keptMs);
  }

  async freeAnswer(hold: AnswerHold): Promise<void> {
    return this.#answers.freeAnswer(hold);
  }

  async readChecks(identity: string): Promise<ChecksRecord | undefined> {
    return (await this.#readRecord(checksSpace(identity))) as ChecksRecord | undefined;
  }

  async listChecked(identity: string, page: PageRequest): Promise<Page<CheckedSubscription>> {
    return this.#listOf(checksSpace(identity), 'rows', page);
  }

  async readChecked(identity: string, subscriptionId: string): Promise<CheckedSubscription | undefined> {
    return this.#readRowOf(checksSpace(identity), subscriptionId);
  }

  #readRowOf<T>(space: string, subscriptionId: string): Promise<T | undefined> {
    return this.#find(space, async ({ roots }, readPage) => {
      const row = parse(await openTree(readPage, roots.rows).get(subscriptionId));
      return row as T | undefined;
    });
  }

  #readRecord(space: string): Promise<unknown> {
    return this.#find(space, async ({ record, roots }, readPage) => {
      if (record !== undefined) return record;
      return parse(await openTree(readPage, roots.record).get(''));
    });
  }

  #head(identity: string): Head {
    return openHead(this.#tables, identity);
  }

  #place(partition: string): Place {
    const readPage: ReadTreePage = (reference) => this.#readPage(partition, reference);
    return { tables: this.#tables, partition, readPage };
  }

  #find<T>(
    identity: string,
    find: (state: HeadState, readPage: ReadTreePage) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const head = this.#head(identity);
    return withNewest(
      async () => [await head.read()] as const,
      ([{ state }]) => find(state, this.#place(head.partition).readPage),
    );
  }

  #listOf<T>(space: string, list: 'rows' | 'words' | 'expected', page: PageRequest): Promise<Page<T>> {
    const head = this.#head(space);
    const take = async () => [{ partition: head.partition, ...(await head.read()) }];
    return this.#list(list, take, page, ({ roots }, readPage) => openTree(readPage, roots[list]));
  }

  #list<T>(
    list: Position['list'],
    take: () => Promise<(HeadSnapshot & { partition: string })[]>,
    page: PageRequest,
    treeOf: (state: HeadState, readPage: ReadTreePage) => Tree,
  ): Promise<Page<T>> {
    return withNewest(take, (heads) => {
      const sources = heads.map(({ partition, state }) => ({
        name: partition,
        tree: treeOf(state, this.#place(partition).readPage),
      }));
      return listPage<T>(list, sources, page);
    });
  }
}

function runsOf({ roots, recent }: HeadState, readPage: ReadTreePage): Tree {
  return overlaid(openTree(readPage, roots.runs), recent.runs);
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

/** @param decide is asked again where the head has changed meanwhile; undefined changes nothing */
async function changeLease(head: Head, decide: (state: HeadState) => HeadState | undefined): Promise<void> {
  for (;;) {
    const base = await head.read();
    const next = decide(base.state);
    if (!next || (await head.put(base, base.version, next))) return;
  }
}
