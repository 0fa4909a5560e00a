// The order in which people read what needs a look: what is lost first, what earns last, each customer in one piece.
import type { KnownRecognition, Recognition } from '../recognition.ts';
import type { ToldLine } from './line.ts';

const FELL: Record<KnownRecognition, number> = { pec: 0, 'pec-partial': 1, 'pal-only': 2, none: 3 };
const STANDS: Record<Exclude<Recognition, 'pec'>, number> = {
  none: 3,
  'pal-only': 4,
  unknown: 5,
  'pec-partial': 6,
};
const LONG_GONE = 7;
const RECOGNISED_ALL_THE_SAME = 8;
const WITH_A_REMARK = 9;
const WELL = 10;

/** The lower, the worse. */
function rankOf({ recognition, findings, fellFrom, recognisedBy, isRemoved }: ToldLine): number {
  if (recognition === 'pec') return findings.length > 0 ? WITH_A_REMARK : WELL;
  // No identity's loss costs anything while another one has it in full.
  if (recognisedBy !== undefined) return RECOGNISED_ALL_THE_SAME;
  if (fellFrom !== undefined) return FELL[fellFrom];
  return isRemoved ? LONG_GONE : STANDS[recognition];
}

/** The lines of one customer as one identity sees it, worst first. */
export interface CustomerLines {
  identity: string;
  tenantId: string;
  name: string | undefined;
  lines: ToldLine[];
}

interface Ranked extends CustomerLines {
  rank: number;
  /** Of the newest of its worst lines, ISO 8601 UTC. */
  newest: string;
}

/** By their worst lines; of equals, first those where it happened last, then by name. */
export function orderCustomers(lines: readonly ToldLine[]): CustomerLines[] {
  const groups = Map.groupBy(lines, customerKey);
  return [...groups.values()]
    .flatMap(toRanked)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (a.rank < STANDS.none ? compare(b.newest, a.newest) : 0) ||
        byName(a.name, b.name) ||
        compare(a.tenantId, b.tenantId) ||
        compare(a.identity, b.identity),
    )
    .map(({ identity, tenantId, name, lines: own }) => ({ identity, tenantId, name, lines: own }));
}

export function customerKey({ identity, tenantId }: Pick<ToldLine, 'identity' | 'tenantId'>): string {
  return `${identity} ${tenantId}`;
}

/** One, as long as the group has a line. */
function toRanked(group: readonly ToldLine[]): Ranked[] {
  const lines = group.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      byName(a.displayName, b.displayName) ||
      compare(a.subscriptionId, b.subscriptionId),
  );
  const name = lines.find(({ tenantName }) => tenantName !== undefined)?.tenantName;
  return lines.slice(0, 1).map((worst) => {
    const { identity, tenantId } = worst;
    const rank = rankOf(worst);
    const newest = lines
      .filter((line) => rankOf(line) === rank)
      .reduce((latest, { since }) => (since > latest ? since : latest), '');
    return { identity, tenantId, name, lines, rank, newest };
  });
}

const collator = new Intl.Collator('en', { numeric: true });

/** Without a name: last. */
function byName(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return collator.compare(a, b);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
