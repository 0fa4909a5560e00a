// Where Keeper remembers. One contract for every store: test/storage holds the suite that each must pass.
import type { CheckedSubscription, ChecksRecord } from '../domain/checked-subscription.ts';
import type { KeeperEvent } from '../domain/event.ts';
import type { DeliveryRecord } from '../domain/delivery.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import type { Run } from '../domain/run.ts';
import type { WordChange } from '../domain/word-change.ts';
import type { AnswerStore } from './answers.ts';

/**
 * The state lies in spaces, each with a lease and a record of its own: one for each identity, under its name; one for
 * what all identities share; one for each identity's messages; one for each identity's onboarding checks. Their names
 * cannot be those of identities.
 */
export const EXPECTED_SPACE = 'expected!';

/** The space of an identity's messages. */
export function deliverySpace(identity: string): string {
  return `delivery!${identity}`;
}

/** The space of an identity's onboarding checks. */
export function checksSpace(identity: string): string {
  return `checks!${identity}`;
}

/** The right to write into one space, until it expires or another process takes it over. */
export interface Lease {
  /** Name of the space. */
  readonly identity: string;
  readonly runId: string;
  /** Fencing token: grows with every grant for this space; a commit under an older one is refused. */
  readonly token: number;
  /** ISO 8601 UTC */
  readonly expiresAt: string;
}

export type LeaseAnswer =
  | {
      kind: 'granted';
      lease: Lease;
      /** The run that held it before and never gave it back. */
      abandonedRunId?: string;
    }
  | { kind: 'held'; runId: string; expiresAt: string };

/** To one space: all of it or nothing; what it does not name stays. Committing the same change twice is the same as once. */
export interface Change {
  /** The record of an identity's own space. */
  identity?: IdentityRecord;
  /** The record of a delivery space. */
  delivery?: DeliveryRecord;
  /** The record of the expected space. */
  expectedOutbox?: Outbox;
  /** The record of a space of checks. */
  checks?: ChecksRecord;
  putRows?: readonly SubscriptionRow[];
  /** Subscription ids; one without a row is no error. */
  deleteRows?: readonly string[];
  /** New ones, or ones that are put again under their id. */
  runs?: readonly Run[];
  events?: readonly KeeperEvent[];
  /** Also in a space of checks. */
  words?: readonly WordChange[];
  /** In the expected space. */
  putExpected?: readonly ExpectedSubscription[];
  deleteExpected?: readonly string[];
  /** In a space of checks. */
  putChecked?: readonly CheckedSubscription[];
  deleteChecked?: readonly string[];
}

export interface Page<T> {
  items: T[];
  /** Give it back as `after` for the next page; absent at the end. */
  next?: string;
}

export interface PageRequest {
  after?: string;
  /** 1 to 1000 */
  limit: number;
}

/** Every call throws StoreUnavailable where the store cannot be reached, read or written. */
export interface StateStore extends AnswerStore {
  /** Resolves where the store could be read and written now. */
  check(): Promise<void>;

  /** Takes the space's lease for `leaseMs`, also from a holder whose lease has expired. */
  acquireLease(identity: string, runId: string, leaseMs: number): Promise<LeaseAnswer>;
  /** @throws LeaseLost where it has expired or another one holds it */
  renewLease(lease: Lease, leaseMs: number): Promise<Lease>;
  /** Gives it back; says nothing where it was lost already. */
  releaseLease(lease: Lease): Promise<void>;

  /** @throws LeaseLost, and then nothing was written. @throws RangeError where a part belongs to another space */
  commit(lease: Lease, change: Change): Promise<void>;

  readIdentity(identity: string): Promise<IdentityRecord | undefined>;
  /** In the order of their subscription ids. @throws InvalidPageToken */
  listRows(identity: string, page: PageRequest): Promise<Page<SubscriptionRow>>;
  readRow(identity: string, subscriptionId: string): Promise<SubscriptionRow | undefined>;
  /** Newest first, of all identities. @throws InvalidPageToken */
  listRuns(page: PageRequest): Promise<Page<Run>>;
  readRun(id: string): Promise<Run | undefined>;
  /** Newest first, of all identities. @throws InvalidPageToken */
  listEvents(page: PageRequest): Promise<Page<KeeperEvent>>;
  /** Newest first. @param space an identity, or its space of checks @throws InvalidPageToken */
  listWords(space: string, page: PageRequest): Promise<Page<WordChange>>;

  /** In the order of their subscription ids. @throws InvalidPageToken */
  listExpected(page: PageRequest): Promise<Page<ExpectedSubscription>>;
  readExpected(subscriptionId: string): Promise<ExpectedSubscription | undefined>;
  readExpectedOutbox(): Promise<Outbox | undefined>;
  readDelivery(identity: string): Promise<DeliveryRecord | undefined>;
  readChecks(identity: string): Promise<ChecksRecord | undefined>;
  /** In the order of their subscription ids. @throws InvalidPageToken */
  listChecked(identity: string, page: PageRequest): Promise<Page<CheckedSubscription>>;
  readChecked(identity: string, subscriptionId: string): Promise<CheckedSubscription | undefined>;
}

/** The store could not be reached, read or written, or holds what this release cannot understand. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The lease has expired, was released or was taken over: the work must not go on, for another may be at it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The `after` of a page was not given out by this store for this list. */
export class InvalidPageToken extends Error {
  override readonly name = 'InvalidPageToken';
}
