// The columns of the lists as CSV.
import type { KeeperEvent } from '../domain/event.ts';
import type { ExpectedView } from '../domain/expected-subscription.ts';
import { RECOGNITIONS } from '../domain/recognition.ts';
import type { Run } from '../domain/run.ts';
import type { SubscriptionView } from '../domain/subscription-view.ts';
import type { CsvColumn } from './csv.ts';

export const SUBSCRIPTION_COLUMNS: readonly CsvColumn<SubscriptionView>[] = [
  { name: 'identity', value: (row) => row.identity },
  { name: 'subscriptionId', value: (row) => row.subscriptionId },
  { name: 'displayName', value: (row) => row.displayName },
  { name: 'tenantId', value: (row) => row.tenantId },
  { name: 'tenantName', value: (row) => row.tenantName },
  { name: 'state', value: (row) => row.state },
  { name: 'recognition', value: (row) => row.recognition },
  { name: 'since', value: (row) => row.since },
  { name: 'observedAt', value: (row) => row.observedAt },
  { name: 'findings', value: (row) => [...new Set(row.findings.map(({ code }) => code))].join(' ') },
  { name: 'why', value: (row) => row.findings[0]?.message },
  { name: 'fix', value: (row) => row.findings[0]?.fix },
];

export const RUN_COLUMNS: readonly CsvColumn<Run>[] = [
  { name: 'id', value: (run) => run.id },
  { name: 'identity', value: (run) => run.identity },
  { name: 'trigger', value: (run) => run.trigger },
  { name: 'dryRun', value: (run) => run.dryRun },
  { name: 'state', value: (run) => run.state },
  { name: 'startedAt', value: (run) => run.startedAt },
  { name: 'endedAt', value: (run) => run.endedAt },
  { name: 'linkBefore', value: (run) => run.link.before.state },
  { name: 'linkAction', value: (run) => run.link.action },
  { name: 'linkAfter', value: (run) => run.link.after.state },
  ...RECOGNITIONS.map((name) => ({ name, value: (run: Run) => run.totals[name] })),
  { name: 'notDelegated', value: (run) => run.totals.notDelegated },
  { name: 'events', value: (run) => run.events },
  { name: 'findings', value: (run) => run.findings.map(({ code }) => code).join(' ') },
];

export const EXPECTED_COLUMNS: readonly CsvColumn<ExpectedView>[] = [
  { name: 'subscriptionId', value: (entry) => entry.subscriptionId },
  { name: 'name', value: (entry) => entry.name },
  { name: 'customer', value: (entry) => entry.customer },
  { name: 'state', value: (entry) => entry.state },
  { name: 'dueAt', value: (entry) => entry.dueAt },
  { name: 'createdAt', value: (entry) => entry.createdAt },
  { name: 'note', value: (entry) => entry.note },
  { name: 'findings', value: (entry) => entry.findings.map(({ code }) => code).join(' ') },
];

export const EVENT_COLUMNS: readonly CsvColumn<KeeperEvent>[] = [
  { name: 'id', value: (event) => event.id },
  { name: 'time', value: (event) => event.time },
  { name: 'type', value: (event) => event.type },
  { name: 'identity', value: (event) => event.identity },
  { name: 'subscriptionId', value: (event) => event.subscriptionId },
  { name: 'from', value: (event) => event.from },
  { name: 'to', value: (event) => event.to },
  { name: 'findings', value: (event) => event.findings?.join(' ') },
  { name: 'actor', value: (event) => event.actor },
];
