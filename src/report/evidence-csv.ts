// The days of a month as CSV: one line for each subscription and day.
import type { DayCoverage } from '../domain/calendar.ts';
import type { Evidence, SubscriptionEvidence } from '../domain/evidence.ts';
import { csvHead, csvLines, type CsvColumn } from './csv.ts';

interface Line {
  identity: string;
  subscription: SubscriptionEvidence;
  day: DayCoverage;
}

const COLUMNS: readonly CsvColumn<Line>[] = [
  { name: 'identity', value: ({ identity }) => identity },
  { name: 'subscriptionId', value: ({ subscription }) => subscription.subscriptionId },
  { name: 'displayName', value: ({ subscription }) => subscription.displayName },
  { name: 'tenantId', value: ({ subscription }) => subscription.tenantId },
  { name: 'date', value: ({ day }) => day.date },
  { name: 'coverage', value: ({ day }) => day.coverage },
];

export function evidenceCsv({ identity, subscriptions }: Evidence): string {
  const parts = subscriptions.map((subscription) =>
    csvLines(
      COLUMNS,
      subscription.days.map((day) => ({ identity, subscription, day })),
    ),
  );
  return csvHead(COLUMNS) + parts.join('');
}
