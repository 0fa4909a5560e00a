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

/** @param columns width of the terminal */
export function coverageTable(rows: readonly SubscriptionView[], columns: number): string[] {
  const sorted = rows.toSorted(
    (a, b) =>
      ORDER.indexOf(a.recognition) - ORDER.indexOf(b.recognition) ||
      customerOf(a).localeCompare(customerOf(b), 'en') ||
      a.displayName.localeCompare(b.displayName, 'en'),
  );
  const shown = sorted.slice(0, MOST_ROWS);
  const leastWhyWidth = Math.floor(columns * WHY_SHARE);
  const room = columns - RECOGNITION_WIDTH - 6 - leastWhyWidth;
  const customerWidth = columnWidth(['CUSTOMER', ...shown.map(customerOf)], Math.floor(room / 2));
  const nameWidth = columnWidth(['SUBSCRIPTION', ...shown.map(nameOf)], Math.floor(room / 2));
  const whyWidth = columns - RECOGNITION_WIDTH - customerWidth - nameWidth - 6;
  const line = (customer: string, name: string, recognition: string, why: string) =>
    `${fit(customer, customerWidth)}  ${fit(name, nameWidth)}  ${recognition}  ${why}`.trimEnd();
  const head = line(
    'CUSTOMER',
    'SUBSCRIPTION',
    fit('RECOGNITION', RECOGNITION_WIDTH),
    'WHY, AND WHAT MENDS IT',
  );
  const body = shown.flatMap((row) => {
    const { mark, format } = LOOKS[row.recognition];
    const recognition = style(format, fit(`${mark} ${row.recognition}`, RECOGNITION_WIDTH));
    const [first = '', ...others] = whyLines(row, whyWidth);
    const blank = ' '.repeat(RECOGNITION_WIDTH);
    return [
      line(customerOf(row), nameOf(row), recognition, first),
      ...others.map((why) => line('', '', blank, why)),
    ];
  });
  const left = sorted.length - shown.length;
  return [
    style('bold', head),
    ...body,
    ...(left > 0 ? [`… and ${left} more: /api/subscriptions has them all.`] : []),
  ];
}

/** What is said of one row at most; the API tells the rest. */
const MOST_LINES = { why: 2, fix: 2 };

function whyLines({ recognition, findings }: SubscriptionView, columns: number): string[] {
  const [main, ...others] = findings;
  if (main === undefined)
    return wrap('Linked, and a permanent role that counts.', columns).map((text) => style('dim', text));
  const also = [...new Set(others.map(({ code }) => code))].filter((code) => code !== main.code);
  const why = [
    ...shorten(wrap(plain(main.message), columns), MOST_LINES.why, columns),
    ...wrap(`${main.code}${also.length > 0 ? `; also ${also.join(', ')}` : ''}`, columns).map((text) =>
      style('dim', text),
    ),
  ];
  // What earns in full needs no fix today; what stands beside it is a remark.
  if (recognition === 'pec') return why;
  return [...why, ...shorten(wrap(`→ ${plain(main.fix)}`, columns), MOST_LINES.fix, columns)];
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
  return `${linkWords(after)} ${style('dim', `(${done[action]})`)}`;
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
