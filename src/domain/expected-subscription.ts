// What ought to be delegated: an entry that somebody made, and how it stands.

/** `waiting`: not due yet, and not there. */
export const EXPECTED_STATES = ['waiting', 'missing', 'arrived'] as const;

export type ExpectedState = (typeof EXPECTED_STATES)[number];

export interface ExpectedSubscription {
  /** GUID in lower case. */
  subscriptionId: string;
  name?: string;
  customer?: string;
  note?: string;
  /** ISO 8601 UTC */
  dueAt: string;
  /** ISO 8601 UTC: when it was put on the list first. */
  createdAt: string;
  state: ExpectedState;
  /** Events told about it so far; their ids count on from it. */
  events: number;
}
