// One run of a keeper, and what it left in the store.
import type { Service } from '../../src/service.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import type { Run } from '../../src/domain/run.ts';
import type { StateStore } from '../../src/ports/store.ts';
import type { ReconcileRequest } from '../../src/use-cases/reconcile.ts';

/** @throws Error where another run holds the identity */
export async function runOnce(
  service: Service,
  request: Partial<ReconcileRequest> = {},
  identity = 'default',
): Promise<Run> {
  const answer = await service.reconcile(identity, {
    trigger: 'timer',
    dryRun: false,
    budgetMs: 60_000,
    ...request,
  });
  if (answer.kind === 'ran') return answer.run;
  throw new Error(`Run ${answer.runId} is under way until ${answer.until}.`);
}

export async function rowsOf(store: StateStore, identity = 'default'): Promise<SubscriptionRow[]> {
  const rows: SubscriptionRow[] = [];
  let after: string | undefined;
  do {
    const page = await store.listRows(identity, { limit: 1000, ...(after !== undefined && { after }) });
    rows.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

/** Oldest first. */
export async function eventsOf(store: StateStore): Promise<KeeperEvent[]> {
  return (await store.listEvents({ limit: 1000 })).items.toReversed();
}

/** Each event as a line: type, `from>to` and the last two digits of the subscription where it has them. Sorted. */
export function tellings(events: readonly KeeperEvent[]): string[] {
  return events
    .map(({ type, from, to, subscriptionId }) =>
      [type, from === undefined ? '' : `${from}>${to}`, subscriptionId?.slice(-2) ?? '']
        .filter((part) => part !== '')
        .join(' '),
    )
    .toSorted();
}
