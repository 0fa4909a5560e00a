// Everything that the probe looked at, as plain data: what is concluded from it is decided in the checks.
import type { CloudName } from '../../src/azure/clouds.ts';
import type { Answer } from './azure-reader.ts';
import type { Assignment, ListedSubscription } from './shapes.ts';

/** What only the owner of the tenant can know of a subscription. */
export const KNOWN_KINDS = ['group-only', 'pending', 'hidden', 'shared'] as const;
export type KnownKind = (typeof KNOWN_KINDS)[number];

/** One subscription and what is delegated on it. */
export interface Look {
  subscriptionId: string;
  /** As the listing shows it, if it does. */
  listed?: ListedSubscription | undefined;
  /** The first page of its delegations. */
  answer: Answer;
  /** Of all pages; undefined where they could not be read. */
  assignments?: Assignment[] | undefined;
  /** Whether a page led to a next one. */
  paged: boolean;
}

export interface KnownLook extends Look {
  /** GET of the subscription itself. */
  subscription: Answer;
}

export interface Sight {
  cloud: CloudName;
  providerTenantId: string;
  principalId: string;
  partners: Answer;
  /** Of the id that is not linked; only where one is linked. */
  otherPartner?: Answer | undefined;
  pages: Answer[];
  /** Whether every page was read: only then does absence mean anything. */
  isWhole: boolean;
  listed: ListedSubscription[];
  looks: Look[];
  known: Partial<Record<KnownKind, KnownLook>>;
  /** Of an id that was just made up. */
  madeUp: Answer;
  /** Delegations filtered by a tenant that was just made up, where without the filter there are some. */
  filtered?: Answer | undefined;
  /** Delegations of a group, in a subscription that is delegated as a whole too. */
  group?: Answer | undefined;
  definition?: Answer | undefined;
  roleAssignments?: Answer | undefined;
  unauthenticated: Answer;
  graph: Answer;
  graphUnauthenticated: Answer;
  /** Only where they were asked for. */
  refusedSignIns?: { unknownApp: Answer; wrongSecret: Answer; unknownTenant: Answer } | undefined;
  /** Every 429 that came, with the level whose limit it was. */
  throttled: { level: 'tenant' | 'subscription'; answer: Answer }[];
}
