// The coverage table of `npm start`: what earns, what does not, why, and what mends it. What is lost stands first.
import type { Link } from '../src/domain/link.ts';
import type { Recognition } from '../src/domain/recognition.ts';
import type { Run } from '../src/domain/run.ts';
import type { SubscriptionView } from '../src/domain/subscription-view.ts';
import { fit, plain, style, width, wrap, type Style } from './terminal.ts';

const LOOKS: Record<Recognition, { mark: string; format: Style }> = {
  none: { mark: '✗', format: 'red' },
  'pal-only': { mark: '✗', format: 'red' },
  unknown: { mark: '?', format: 'yellow' },
  'pec-partial': { mark: '◐', format: 'cyan' },
  pec: { mark: '✓', format: 'green' },
};

const ORDER = Object.keys(LOOKS) as Recognition[];
const RECOGNITION_WIDTH = '✓ pec-partial'.length;
/** Of the line, whatever the names take. */
const WHY_SHARE = 0.42;
const MOST_ROWS = 100;

/** One subscription, however many identities see it. */
interface Line {
  /** Its best row: what the subscription earns. */
  row: SubscriptionView;
  /** Those of other identities. */
  others: SubscriptionView[];
}

/**
 * A line for each subscription, however many identities see it.
 * @param columns width of the terminal
 * @param isOfSeveral whether to say of which identity each word is
 */
export function coverageTable(
  rows: readonly SubscriptionView[],
  columns: number,
  isOfSeveral = false,
): string[] {
  const all = isOfSeveral ? linesOf(rows) : rows.map((row): Line => ({ row, others: [] }));
  const lines = all.toSorted(
    ({ row: a }, { row: b }) =>
      ORDER.indexOf(a.recognition) - ORDER.indexOf(b.recognition) ||
      customerOf(a).localeCompare(customerOf(b), 'en') ||
      a.displayName.localeCompare(b.displayName, 'en'),
  );
  const shown = lines.slice(0, MOST_ROWS);
  const leastWhyWidth = Math.floor(columns * WHY_SHARE);
  const room = columns - RECOGNITION_WIDTH - 6 - leastWhyWidth;
  const customerWidth = columnWidth(
    ['CUSTOMER', ...shown.map(({ row }) => customerOf(row))],
    Math.floor(room / 2),
  );
  const nameWidth = columnWidth(
    ['SUBSCRIPTION', ...shown.map(({ row }) => nameOf(row))],
    Math.floor(room / 2),
  );
  const whyWidth = columns - RECOGNITION_WIDTH - customerWidth - nameWidth - 6;
  const line = (customer: string, name: string, recognition: string, why: string) =>
    `${fit(customer, customerWidth)}  ${fit(name, nameWidth)}  ${recognition}  ${why}`.trimEnd();
  const head = line(
    'CUSTOMER',
    'SUBSCRIPTION',
    fit('RECOGNITION', RECOGNITION_WIDTH),
    'WHY, AND WHAT MENDS IT',
  );
  const body = shown.flatMap(({ row, others }) => {
    const { mark, format } = LOOKS[row.recognition];
    const recognition = style(format, fit(`${mark} ${row.recognition}`, RECOGNITION_WIDTH));
    const why = isOfSeveral ? whyOfSeveral(row, others, whyWidth) : whyLines(row, whyWidth);
    const [first = '', ...further] = why;
    const blank = ' '.repeat(RECOGNITION_WIDTH);
    return [
      line(customerOf(row), nameOf(row), recognition, first),
      ...further.map((text) => line('', '', blank, text)),
    ];
  });
  const left = lines.length - shown.length;
  return [
    style('bold', head),
    ...body,
    ...(left > 0 ? [`… and ${left} more: /api/subscriptions has them all.`] : []),
  ];
}

/** The best row of each subscription, with the others beside it; of equals the first identity's. */
function linesOf(rows: readonly SubscriptionView[]): Line[] {
  const bySubscription = Map.groupBy(rows, ({ subscriptionId }) => subscriptionId);
  return [...bySubscription.values()].flatMap((group) => {
    const [row, ...others] = group.toSorted(
      (a, b) => ORDER.indexOf(b.recognition) - ORDER.indexOf(a.recognition),
    );
    return row === undefined ? [] : [{ row, others }];
  });
}

/** What is said of one row at most, of the reason and of the fix; the API tells the rest. */
const MOST_CHARACTERS = 140;

/** Where the terminal is narrow it takes more of them to say as much. */
function mostLines(columns: number): number {
  return Math.max(2, Math.ceil(MOST_CHARACTERS / columns));
}

const EARNS = 'Linked, and a permanent role that counts.';

/** Names whom each word is of: those of whom the same is said together, then a short word for each other one. */
function whyOfSeveral(row: SubscriptionView, others: readonly SubscriptionView[], columns: number): string[] {
  const isSame = (other: SubscriptionView) =>
    other.recognition === row.recognition && other.findings[0]?.message === row.findings[0]?.message;
  const whose = [row, ...others.filter(isSame)].map(({ identity }) => identity).join(', ');
  const rest = others
    .filter((other) => !isSame(other))
    .map(({ identity, recognition, findings }) => {
      const codes = [...new Set(findings.map(({ code }) => code))].join(', ');
      return `${identity}: ${recognition}${codes === '' ? '' : ` (${codes})`}`;
    });
  return [
    ...whyLines(row, columns, `${whose}: `),
    ...rest.flatMap((text) => wrap(text, columns)).map((text) => style('dim', text)),
  ];
}

/** @param whose stands before the reason */
function whyLines({ recognition, findings }: SubscriptionView, columns: number, whose = ''): string[] {
  const [main, ...others] = findings;
  if (main === undefined) return wrap(whose + EARNS, columns).map((text) => style('dim', text));
  const also = [...new Set(others.map(({ code }) => code))].filter((code) => code !== main.code);
  const why = [
    ...shorten(wrap(whose + plain(main.message), columns), mostLines(columns), columns),
    ...wrap(`${main.code}${also.length > 0 ? `; also ${also.join(', ')}` : ''}`, columns).map((text) =>
      style('dim', text),
    ),
  ];
  // What earns in full needs no fix today; what stands beside it is a remark.
  if (recognition === 'pec') return why;
  return [...why, ...shorten(wrap(`→ ${plain(main.fix)}`, columns), mostLines(columns), columns)];
}

function shorten(lines: readonly string[], most: number, columns: number): string[] {
  const kept = lines.slice(0, most);
  const last = kept.at(-1);
  if (lines.length <= most || last === undefined) return kept;
  return [...kept.slice(0, -1), width(last) < columns ? `${last}…` : fit(`${last}…`, columns)];
}

export function totalsLine({ totals }: Run): string {
  const words = ORDER.toReversed().map((recognition) => {
    const { mark, format } = LOOKS[recognition];
    return style(format, `${mark} ${totals[recognition]} ${recognition}`);
  });
  const { notDelegated } = totals;
  return (
    words.join('   ') +
    (notDelegated > 0 ? style('dim', `   (${notDelegated} more visible, not delegated)`) : '')
  );
}

export function linkLine({ link }: Run): string {
  const { after, action } = link;
  const done: Record<typeof action, string> = {
    none: 'nothing to do',
    created: 'created by this run and read back',
    changed: 'changed by this run and read back',
    held: 'left alone, as LINK_POLICY says',
    refused: 'Azure refused the change',
    planned: 'a real run would change it',
  };
  // Nobody knows what there would be to do with a link that was not seen.
  const told = after.state === 'unreadable' && action === 'none' ? 'nothing was written' : done[action];
  return `${linkWords(after)} ${style('dim', `(${told})`)}`;
}

function linkWords(link: Link): string {
  switch (link.state) {
    case 'right':
      return style('green', `✓ right: partner ID ${link.partnerId}`);
    case 'none':
      return style('red', `✗ none: partner ID ${link.wantedPartnerId} is wanted`);
    case 'other':
      return style('red', `✗ other: ${plain(link.partnerId ?? '')}, and ${link.wantedPartnerId} is wanted`);
    case 'unreadable':
      return style('yellow', '? could not be read');
  }
}

function customerOf({ tenantName, tenantId }: SubscriptionView): string {
  return plain(tenantName ?? tenantId);
}

function nameOf({ displayName }: SubscriptionView): string {
  return plain(displayName);
}

function columnWidth(texts: readonly string[], most: number): number {
  return Math.max(8, Math.min(most, Math.max(...texts.map(width))));
}
