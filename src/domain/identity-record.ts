// What is remembered of one identity beside its rows, runs and events.
import type { Caller } from './access.ts';
import type { Link } from './link.ts';
import type { LinkStanding } from './link-standing.ts';
import type { Outbox } from './outbox.ts';
import type { RunState, Totals } from './run.ts';

export interface IdentityRecord {
  name: string;
  /** Object id of the service principal that the first token carried; another one ends a run. */
  principalId?: string;
  link?: LinkStanding;
  linkMemory: LinkMemory;
  /**
   * Writes of the link that were about to be done and whose outcome nobody has read yet, oldest first: several where
   * one process after the other was killed at its write.
   */
  linkIntents?: readonly LinkIntent[];
  outbox?: Outbox;
  /** Number of the last onboarding check whose row a run took over. */
  checksTaken?: number;
  totals: Totals;
  lastRun?: { id: string; state: RunState; startedAt: string; endedAt: string };
  /** ISO 8601 UTC: end of the first run that was not `failed`: before it nothing was observed. */
  baselineAt?: string;
  /** ISO 8601 UTC: end of the last run that was not `failed`; rows that were read show this time. */
  observedAt?: string;
  /** ISO 8601 UTC: start of the first run ever, for telling stale where no run ever came through; absent before it. */
  firstRunAt?: string;
  /** Whether the last run that counts failed (a partial one does not count). */
  failing: boolean;
  /** Names of roles that Azure named and the catalogue does not know, by role id. */
  roleNames: Record<string, string>;
  /** Events told about link and runs so far; their ids count on from it. */
  events: number;
  /** ISO 8601 UTC: time of the last of them; absent while there is none. */
  toldAt?: string;
}

/** Remembered before the write, so that a kill between write and record does not swallow what happened. */
export interface LinkIntent {
  /** Of the run, or of the call. */
  runId: string;
  /** As it was read before the write. */
  before: Link;
  /** What a caller asked for; absent where a run sets the wanted partner id. */
  call?: { caller: Caller; /** null: no link */ partnerId: string | null };
}

export interface LinkMemory {
  /** It was right at least once. */
  everRight: boolean;
  /** It was right, was then seen not to be, and is not right again. */
  lost: boolean;
  /** The foreign partner id that the policy leaves and that was told already. */
  heldPartnerId?: string;
}
