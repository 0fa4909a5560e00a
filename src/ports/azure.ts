// What Keeper asks of Azure, in its own words: one session is one token of one identity within one deadline.
import type { Delegation } from '../domain/delegation.ts';
import type { LinkObservation } from '../domain/link.ts';
import type { Subscription } from '../domain/next-row.ts';
import type { Deadline } from './deadline.ts';

/** What came of a write. Only a read afterwards proves anything. */
export type WriteAnswer =
  | { kind: 'accepted' }
  /**
   * It was not done, and a repetition would hear the same. `cause`: a sentence. `code`: Azure's own, where it said no to
   * what was asked and not that it cannot answer now.
   */
  | { kind: 'refused'; cause: string; code?: string }
  /** No answer came, or one that promises nothing: it may have been done or not. */
  | { kind: 'unanswered'; cause: string };

export type SubscriptionAnswer =
  | { kind: 'visible'; subscription: Subscription }
  /** Azure proved that this principal has no access: 403, 404, or the 401 for a token of the wrong tenant. */
  | { kind: 'hidden' }
  | { kind: 'unread'; cause: string };

export interface AzureSession {
  /** Object id of the service principal that the token carries, GUID in lower case. */
  readonly principalId: string;
  /** Never throws: what cannot be read is `unreadable`. */
  readLink(): Promise<LinkObservation>;
  createLink(partnerId: string): Promise<WriteAnswer>;
  changeLink(partnerId: string): Promise<WriteAnswer>;
  /** Only where a caller asks for it by name: the loop never does. */
  deleteLink(partnerId: string): Promise<WriteAnswer>;
  /** Every visible subscription, all pages. @throws AzureFailure where one page could not be read */
  listSubscriptions(): Promise<Subscription[]>;
  readSubscription(subscriptionId: string): Promise<SubscriptionAnswer>;
  /** Of the provider tenant only; of the subscription and its resource groups. @throws AzureFailure */
  listDelegations(subscriptionId: string): Promise<Delegation[]>;
  /** Names of the built-in roles by bare role id, asked at this subscription. @throws AzureFailure */
  listRoleNames(subscriptionId: string): Promise<Record<string, string>>;
  /** Ids of every group that the principal is in, nested ones too. @throws AzureFailure */
  listGroups(): Promise<ReadonlySet<string>>;
  /** Requests sent to ARM and Graph so far by operation, retries too. */
  calls(): Record<string, number>;
}

export interface Azure {
  /**
   * @param tryLimitMs how long one request may take; 30 s by default
   * @throws AzureFailure where no usable token could be had
   */
  openSession(deadline: Deadline, tryLimitMs?: number): Promise<AzureSession>;
}

/** Why Azure did not give an answer. The message is a sentence for people and holds no secret. */
export class AzureFailure extends Error {
  override readonly name = 'AzureFailure';
  /** Azure's error code, or one of ours for what failed on the way. */
  readonly code: string;
  readonly status: number | undefined;
  /** Worth asking again: throttled, a server's failure, a lost or torn answer. */
  readonly retryable: boolean;
  /** What Azure asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: {
      code: string;
      status?: number | undefined;
      retryable: boolean;
      retryAfterMs?: number | undefined;
    },
  ) {
    super(message);
    this.code = details.code;
    this.status = details.status;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs;
  }
}
