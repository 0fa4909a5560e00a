// What is remembered of one subscription under one identity.
import type { AssessedScope } from './assess.ts';
import type { Condition } from './condition.ts';
import type { Finding } from './finding.ts';
import type { KnownRecognition, Recognition } from './recognition.ts';

export interface SubscriptionRow {
  identity: string;
  /** GUID in lower case. */
  subscriptionId: string;
  displayName: string;
  /** The customer's (home) tenant, GUID in lower case. */
  tenantId: string;
  tenantName?: string;
  /** As Azure spells it: Enabled, Warned, PastDue, Disabled, Deleted. */
  state: string;
  recognition: Recognition;
  conditions: Condition[];
  findings: Finding[];
  scopes: AssessedScope[];
  /** ISO 8601 UTC: since when the recognition is this word. */
  since: string;
  /** ISO 8601 UTC: when it was last read, as far as it was known when this row was written. */
  observedAt: string;
  /**
   * Whether the run that looked last could read it. While true, the row was read by each later run that was not
   * `failed` too, and the identity's own observedAt, being later, is its time: a quiet run writes no rows.
   */
  read: boolean;
  /** The last word that was not unknown; absent while there never was one. */
  lastKnown?: KnownRecognition;
  /** Whether something is delegated, as last known; absent while it never was known. */
  delegated?: boolean;
  /** It stood there when the identity's first run that did not fail looked: its first word is no news. */
  baseline: boolean;
  /** ISO 8601 UTC; absent while it is delegated. */
  removedAt?: string;
  /** Events told about it so far; their ids count on from it. */
  events: number;
}
