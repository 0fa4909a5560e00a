// A keeper over a simulated Azure for the tests of what a run sees; it has a store that is never touched.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { connectAzure } from '../../src/azure/connect-azure.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { checksSpace } from '../../src/ports/store.ts';
import { noTelemetry } from '../../src/ports/telemetry.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { openExpectedSpace } from '../../src/use-cases/expected-space.ts';
import type { Keeper } from '../../src/use-cases/keeper.ts';
import { observeFleet, type FleetRequest, type FleetView } from '../../src/use-cases/observe-fleet.ts';
import { openQueuedSpace } from '../../src/use-cases/queued-space.ts';
import { toldDeadline, type TestIdentity } from './harness.ts';

export function keeperFor(
  simulatorUrl: string,
  identity: TestIdentity,
  changes: Partial<Keeper> = {},
): Keeper {
  const store = openFileStore({ folder: join(tmpdir(), randomUUID()), clock: systemClock });
  return {
    identity,
    azure: connectAzure(identity, { cloud: 'public', simulatorUrl, clock: systemClock }),
    store,
    expected: openExpectedSpace(store, systemClock, [identity.name]),
    checks: openQueuedSpace(store, systemClock, checksSpace(identity.name)),
    clock: systemClock,
    logger: { info: () => undefined, error: () => undefined },
    telemetry: noTelemetry,
    linkPolicy: 'create',
    scanConcurrency: 4,
    roleOverrides: {},
    groupLookup: 'off',
    notifies: false,
    ...changes,
  };
}

export async function observe(keeper: Keeper, changes: Partial<FleetRequest> = {}): Promise<FleetView> {
  return observeFleet(keeper, {
    dryRun: false,
    deadline: toldDeadline(),
    expectedPrincipalId: undefined,
    knownRows: new Map(),
    sought: [],
    knownRoleNames: {},
    onProgress: () => undefined,
    beforeLinkWrite: async () => undefined,
    ...changes,
  });
}

/** Rows as an earlier run left them. */
export function rowsOf(...rows: Partial<SubscriptionRow>[]): Map<string, SubscriptionRow> {
  const at = '2026-01-02T03:04:05.000Z';
  return new Map(
    rows.map((changes): [string, SubscriptionRow] => {
      const subscriptionId = changes.subscriptionId ?? randomUUID();
      const row: SubscriptionRow = {
        identity: 'default',
        subscriptionId,
        displayName: 'Production',
        tenantId: randomUUID(),
        state: 'Enabled',
        recognition: 'pec',
        conditions: [],
        findings: [],
        scopes: [],
        since: at,
        observedAt: at,
        read: true,
        lastKnown: 'pec',
        delegated: true,
        baseline: true,
        events: 0,
        ...changes,
      };
      return [subscriptionId, row];
    }),
  );
}
