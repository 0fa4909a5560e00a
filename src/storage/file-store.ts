// The store for one machine: several processes may use its folder at once, and each may be killed at any byte.
// The state of an identity is a manifest and the immutable pages that it names; a commit writes new pages and then
// makes the next manifest appear under its final name, so a reader sees all of a commit or nothing of it.
import { resolve } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { CheckedSubscription, ChecksRecord } from '../domain/checked-subscription.ts';
import type { DeliveryRecord } from '../domain/delivery.ts';
import type { KeeperEvent } from '../domain/event.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import type { Run } from '../domain/run.ts';
import type { WordChange } from '../domain/word-change.ts';
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
import type { AnswerClaim, AnswerHold, AnswerStore, ClaimedAnswer, KeptAnswer } from '../ports/answers.ts';
import { checkDisk } from './disk-check.ts';
import { openDisk, type Disk } from './disk.ts';
import { openFileAnswers } from './file-answers.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { filesOf, filesOfAll, lookUp, makeFolders, type IdentityFiles } from './identity-files.ts';
import { createIdentityWriter, type IdentityWriter, type Proposal } from './identity-writer.ts';
import { answerAcquire, expiry, leaseLost, stillHolds, toStored } from './lease-rules.ts';
import { listPage, type Source } from './log-list.ts';
import type { State, TreeName } from './manifest.ts';
import type { Position } from './page-token.ts';
import { createPageReader, type ReadPage } from './pages.ts';
import { proposeCommit } from './propose-commit.ts';
import type { Snapshot } from './register.ts';
import { assertOfSpace } from './space-of-change.ts';
import { getValue, openTree } from './tree.ts';
import { withNewest } from './with-newest.ts';

export interface FileStoreOptions {
  /** Made where it is not there; its file system must know hard links. */
  folder: string;
  clock: Clock;
  /** For tests; node:fs by default. */
  fileSystem?: FileSystem;
}

/** Touches no file: `check` tells whether the folder will do. */
export function openFileStore({ folder, clock, fileSystem = nodeFileSystem }: FileStoreOptions): StateStore {
  return new FileStore(openDisk(resolve(folder), fileSystem), clock);
}

class FileStore implements StateStore {
  readonly #disk: Disk;
  readonly #clock: Clock;
  readonly #readPage: ReadPage;
  readonly #writers = new Map<string, IdentityWriter>();
  readonly #answers: AnswerStore;

  constructor(disk: Disk, clock: Clock) {
    this.#disk = disk;
    this.#clock = clock;
    this.#readPage = createPageReader(disk);
    this.#answers = openFileAnswers(disk, clock);
  }

  async check(): Promise<void> {
    await checkDisk(this.#disk, this.#clock.now());
    // A state of a newer release, say, is found now and not in the middle of a run.
    for (const { register } of await filesOfAll(this.#disk, this.#readPage)) await register.read();
  }

  async acquireLease(identity: string, runId: string, leaseMs: number): Promise<LeaseAnswer> {
    let answer: LeaseAnswer | undefined;
    await this.#change(identity, async ({ version, state }, files) => {
      answer = answerAcquire(state, { identity, runId, leaseMs }, this.#clock.now());
      if (answer.kind === 'held') return undefined;
      if (version === 0) await makeFolders(this.#disk, files);
      return onlyState({ ...state, identity, lease: toStored(answer.lease) });
    });
    if (!answer) throw new Error('The lease was not decided');
    return answer;
  }

  async renewLease(lease: Lease, leaseMs: number): Promise<Lease> {
    let renewed = lease;
    await this.#change(lease.identity, async ({ state }) => {
      this.#assertHeld(state, lease);
      renewed = { ...lease, expiresAt: expiry(this.#clock.now(), leaseMs) };
      return onlyState({ ...state, lease: toStored(renewed) });
    });
    return renewed;
  }

  async releaseLease(lease: Lease): Promise<void> {
    await this.#change(lease.identity, async ({ state }) => {
      if (state.lease?.token !== lease.token || state.lease.released) return undefined;
      return onlyState({ ...state, lease: { ...state.lease, released: true } });
    });
  }

  async commit(lease: Lease, change: Change): Promise<void> {
    assertOfSpace(lease.identity, change);
    await this.#change(lease.identity, async (base, files) => {
      this.#assertHeld(base.state, lease);
      const proposal = await proposeCommit(this.#disk, files, base, change, this.#clock.now());
      // Writing may have taken longer than the lease had left.
      if (stillHolds(base.state, lease, this.#clock.now())) return proposal;
      await proposal.giveUp();
      throw leaseLost(lease);
    });
  }

  async readIdentity(identity: string): Promise<IdentityRecord | undefined> {
    return (await this.#readRecord(identity)) as IdentityRecord | undefined;
  }

  async listRows(identity: string, page: PageRequest): Promise<Page<SubscriptionRow>> {
    const files = this.#filesOf(identity);
    return this.#list([files], 'rows', page);
  }

  async readRow(identity: string, subscriptionId: string): Promise<SubscriptionRow | undefined> {
    return this.#readRowOf(identity, subscriptionId);
  }

  async listRuns(page: PageRequest): Promise<Page<Run>> {
    return this.#list(await filesOfAll(this.#disk, this.#readPage), 'runs', page);
  }

  async readRun(id: string): Promise<Run | undefined> {
    for (const files of await filesOfAll(this.#disk, this.#readPage)) {
      const run = await lookUp<Run>(files, async ({ roots }, readPage) => {
        const key = await getValue(readPage, roots.runIds, id);
        return key === undefined ? undefined : getValue(readPage, roots.runs, JSON.parse(key) as string);
      });
      if (run) return run;
    }
    return undefined;
  }

  async listEvents(page: PageRequest): Promise<Page<KeeperEvent>> {
    return this.#list(await filesOfAll(this.#disk, this.#readPage), 'events', page);
  }

  async listWords(space: string, page: PageRequest): Promise<Page<WordChange>> {
    return this.#list([this.#filesOf(space)], 'words', page);
  }

  async listExpected(page: PageRequest): Promise<Page<ExpectedSubscription>> {
    return this.#list([this.#filesOf(EXPECTED_SPACE)], 'expected', page);
  }

  async readExpected(subscriptionId: string): Promise<ExpectedSubscription | undefined> {
    return lookUp<ExpectedSubscription>(this.#filesOf(EXPECTED_SPACE), ({ roots }, readPage) =>
      getValue(readPage, roots.expected, subscriptionId),
    );
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
    return this.#list([this.#filesOf(checksSpace(identity))], 'rows', page);
  }

  async readChecked(identity: string, subscriptionId: string): Promise<CheckedSubscription | undefined> {
    return this.#readRowOf(checksSpace(identity), subscriptionId);
  }

  #readRowOf<T>(space: string, subscriptionId: string): Promise<T | undefined> {
    return lookUp<T>(this.#filesOf(space), ({ roots }, readPage) =>
      getValue(readPage, roots.rows, subscriptionId),
    );
  }

  async #readRecord(space: string): Promise<unknown> {
    const { state } = await this.#filesOf(space).register.read();
    return state.record;
  }

  #filesOf(identity: string): IdentityFiles {
    return filesOf(this.#disk, this.#readPage, identity);
  }

  #list<T>(all: IdentityFiles[], list: TreeName & Position['list'], page: PageRequest): Promise<Page<T>> {
    return withNewest(
      () => Promise.all(all.map(({ register }) => register.read())),
      (snapshots) => {
        const sources = all.map(({ name, readPage }, at): Source => ({
          name,
          tree: openTree(readPage, snapshots[at]?.state.roots[list]),
        }));
        return listPage<T>(list, sources, page);
      },
    );
  }

  #change(
    identity: string,
    decide: (base: Snapshot, files: IdentityFiles) => Promise<Proposal | undefined>,
  ): Promise<void> {
    const files = this.#filesOf(identity);
    let writer = this.#writers.get(files.name);
    if (!writer) {
      writer = createIdentityWriter(this.#disk, files);
      this.#writers.set(files.name, writer);
    }
    return writer.change((base) => decide(base, files));
  }

  #assertHeld(state: State, lease: Lease): void {
    if (!stillHolds(state, lease, this.#clock.now())) throw leaseLost(lease);
  }
}

function onlyState(state: State): Proposal {
  return { state, retired: [], giveUp: async () => undefined };
}
