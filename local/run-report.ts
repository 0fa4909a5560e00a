// What `npm start` says of a run that has ended: its findings with their fixes, the link, the totals, the run itself.
import type { Service } from '../src/service.ts';
import type { Run } from '../src/domain/run.ts';
import type { SubscriptionView } from '../src/domain/subscription-view.ts';
import { linkLine, totalsLine } from './coverage-table.ts';
import { plain, style } from './terminal.ts';

const WIDTH_WITHOUT_TERMINAL = 140;

export function columnsOfTerminal(): number {
  return process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL;
}

/** @param whose stands before each, where there are several identities */
export function findingLines({ findings, note }: Pick<Run, 'findings' | 'note'>, whose = ''): string[] {
  return [
    ...findings.map(
      ({ code, message, fix }) =>
        `${whose}${style('yellow', `${code}:`)} ${plain(message)}\n${style('dim', `Fix: ${plain(fix)}`)}\n`,
    ),
    ...(note === undefined ? [] : [`${whose}${style('yellow', `${note}\n`)}`]),
  ];
}

/** @param isAnyKnown whether rows of the identity stand above, which only earlier runs can have seen */
export function failedLine(isAnyKnown: boolean): string {
  const said = isAnyKnown
    ? 'The run failed; what stands above of this identity is what earlier runs saw.'
    : 'The run failed, and no subscription is known from earlier ones.';
  return style('red', said);
}

export function summaryLines(run: Run): string[] {
  const seconds = ((Date.parse(run.endedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1000).toFixed(1);
  const calls = Object.values(run.calls).reduce((sum, count) => sum + count, 0);
  return [
    `Partner link   ${linkLine(run)}`,
    `Subscriptions  ${totalsLine(run)}`,
    `Run            ${run.state}, ${seconds} s, ${calls} calls to Azure (${run.id})`,
  ];
}

/** Rows of all these identities, one identity after the other. */
export async function allRows(service: Service, identities: readonly string[]): Promise<SubscriptionView[]> {
  const rows: SubscriptionView[] = [];
  let skipToken: string | undefined;
  do {
    const page = await service.listSubscriptions({ identities, top: 1000, skipToken });
    rows.push(...page.items);
    ({ skipToken } = page);
  } while (skipToken !== undefined);
  return rows;
}

export interface Front {
  /** Where the local host serves, without `/api`. */
  url: string;
  /** The function key that the local host asks for; undefined where it asks for none. */
  key: string | undefined;
}

/** What can be called as it stands. @param service undefined while the settings are wrong, when only health answers */
export function addresses({ url, key }: Front, service: Service | undefined): string {
  const serving = `Serving ${style('bold', `${url}/api`)} (stop with Ctrl+C)`;
  const ready = `  curl ${url}/api/health/ready`;
  if (service === undefined) return [serving, ready].join('\n');
  const asksForToken = service.tokens !== undefined;
  const curl = `curl${asksForToken ? ' -H "Authorization: Bearer $TOKEN"' : key === undefined ? '' : ' -H "x-functions-key: $KEY"'}`;
  const page = `${url}/api/dashboard${key === undefined ? '' : `?code=${encodeURIComponent(key)}`}`;
  return [
    serving,
    ...(asksForToken ? [] : [`  in a browser: ${style('bold', page)}`]),
    ...(key === undefined ? [] : [`  KEY=${key}`]),
    `  ${curl} ${url}/api/status`,
    `  ${curl} '${url}/api/subscriptions?recognition=none'`,
    `  ${curl} ${url}/api/reconciliations`,
    ready,
    `  ${curl} -X POST '${url}/api/reconciliations?dryRun=true'`,
  ].join('\n');
}
