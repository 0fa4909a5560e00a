// One identity with all that its runs and readings need; the composition root makes one for each.
import type { LinkPolicy } from '../domain/link.ts';
import type { Azure } from '../ports/azure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { Logger } from '../ports/logger.ts';
import type { StateStore } from '../ports/store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { ExpectedSpace } from './expected-space.ts';
import type { QueuedSpace } from './queued-space.ts';

export interface Keeper {
  identity: Identity;
  azure: Azure;
  store: StateStore;
  /** What ought to be delegated, over the same store: one for all identities. */
  expected: ExpectedSpace;
  /** What onboarding checks of this identity keep. */
  checks: QueuedSpace;
  clock: Clock;
  logger: Logger;
  telemetry: Telemetry;
  linkPolicy: LinkPolicy;
  scanConcurrency: number;
  roleOverrides: Readonly<Record<string, 'yes' | 'no'>>;
  groupLookup: 'off' | 'graph';
  /** Whether anybody is to be told: else no messages are written. */
  notifies: boolean;
  /** Sends what a run that has ended has to tell; takes some 10 s at most and never throws. */
  tell?: () => Promise<void>;
}
